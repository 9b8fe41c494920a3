"""Addresses of the office."""

from django.urls import path

from creditport.sites.office.views import (
    audit,
    cases,
    home,
    records,
    repairs,
    scoreboard,
    staff,
    submissions,
    templates,
    upload,
)

app_name = "office"
urlpatterns = [
    path("", home.inbox, name="home"),
    path("upload/", upload.upload, name="upload"),
    path("templates/", templates.catalogue, name="templates"),
    path("templates/<slug:item>.<str:form>", templates.download, name="template"),
    path("submissions/", submissions.listing, name="submissions"),
    path("submissions/<str:reference>/", submissions.page, name="submission"),
    path("submissions/<str:reference>/progress/", submissions.progress, name="progress"),
    path("submissions/<str:reference>/resume/", submissions.resume, name="resume"),
    path("submissions/<str:reference>/mend.xlsx", submissions.resend_sheet, name="resend-sheet"),
    path("submissions/<str:reference>/received", submissions.as_received, name="received"),
    path("records/", records.search, name="records"),
    path("records/<uuid:key>/", records.page, name="record"),
    path("records/<uuid:key>/withdraw/", records.withdraw, name="withdraw"),
    path("records/<uuid:key>/repair/", repairs.window, name="repair-window"),
    path("records/<uuid:key>/duty/", repairs.duty, name="repair-duty"),
    path("cases/", cases.inbox, name="cases"),
    path("cases/<str:number>/", cases.page, name="case"),
    path("cases/<str:number>/act/<slug:act>/", cases.act, name="case-act"),
    path("cases/<str:number>/suspend/", cases.suspend, name="case-suspend"),
    path("cases/<str:number>/resume/", cases.resume, name="case-resume"),
    path("cases/<str:number>/extend/", cases.extend, name="case-extend"),
    path("cases/<str:number>/documents/", cases.add_document, name="case-attach"),
    path("cases/<str:number>/documents/<int:document>/", cases.document, name="case-document"),
    path("scoreboard/", scoreboard.page, name="scoreboard"),
    path("scoreboard.csv", scoreboard.sheet, name="scoreboard-sheet"),
    path("staff/", staff.listing, name="staff"),
    path("staff/new/", staff.create, name="staff-new"),
    path("staff/<str:username>/suspend/", staff.suspend, name="staff-suspend"),
    path("staff/<str:username>/restore/", staff.restore, name="staff-restore"),
    path("staff/<str:username>/password/", staff.password, name="staff-password"),
    path("audit/", audit.log, name="audit"),
    path("audit/verify/", audit.verification, name="audit-verify"),
]
