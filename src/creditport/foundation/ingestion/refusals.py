"""Why a whole file or call is refused: a kind of problem and its particulars, said in both languages."""

from __future__ import annotations

from creditport.engines.checks.problems import problem_words


class SubmissionRefusedError(Exception):
    """Nothing was taken. `zh` and `en` say why and what to do; `code` is the kind of problem."""

    def __init__(self, code: str, *, value: str = "", detail: str = "") -> None:
        self.code = code
        self.value = value
        self.detail = detail
        zh = problem_words(code, "zh", value=value, detail=detail)
        en = problem_words(code, "en", value=value, detail=detail)
        self.zh = f"{zh.reason}。{zh.remedy}。"
        self.en = f"{en.reason}. {en.remedy}."
        super().__init__(self.en)

    def as_json(self) -> dict[str, str]:
        """How a submission keeps its refusal."""
        return {"code": self.code, "value": self.value, "detail": self.detail}
