"""What the operator of the public site sets: filing numbers, marks that need a permission, contact."""

from creditport.settings.environment import flag, text

SITE_TITLE_ZH = text("CREDITPORT_SITE_TITLE", "信用中国（海南）")
SITE_TITLE_EN = text("CREDITPORT_SITE_TITLE_EN", "Credit China (Hainan)")
SITE_ADDRESS = text("CREDITPORT_SITE_ADDRESS", "http://127.0.0.1:8000/")  # where people reach it; for codes on paper
SITE_SPONSOR = text("CREDITPORT_SITE_SPONSOR", "")  # 主办单位
SITE_TELEPHONE = text("CREDITPORT_SITE_TELEPHONE", "")
SITE_ICP_NUMBER = text("CREDITPORT_ICP_NUMBER", "")  # ICP 备案号
SITE_POLICE_NUMBER = text("CREDITPORT_POLICE_NUMBER", "")  # 公安备案号
SITE_GOVERNMENT_CODE = text("CREDITPORT_GOVERNMENT_CODE", "")  # 政府网站标识码
# "我为政府网站找错" belongs to registered government sites only: off until the operator has the code.
SITE_FIND_ERRORS_URL = text("CREDITPORT_FIND_ERRORS_URL", "")
# A public map of any part of China needs a review number (审图号): the map shows only where one is set.
SITE_MAP_REVIEW_NUMBER = text("CREDITPORT_MAP_REVIEW_NUMBER", "")
SITE_IS_DEMO = "demo" in text("CREDITPORT_PACKS", "national,hainan").split(",")
SITE_INDEXED = flag("CREDITPORT_INDEXED", default=False)  # whether search engines may index subjects
