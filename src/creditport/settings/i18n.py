"""Languages: Chinese first, English beside it."""

from pathlib import Path

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]  # each in its own tongue
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
_SOURCE = Path(__file__).resolve().parent.parent
LOCALE_PATHS = sorted(str(path) for path in _SOURCE.glob("**/locale") if path.is_dir())
