"""Languages that can be spoken to the program, by their own names: these are never translated."""

from __future__ import annotations

SPOKEN = {
    "en": "English", "zh": "中文", "yue": "粵語", "es": "Español", "hi": "हिन्दी", "ar": "العربية",
    "pt": "Português", "ru": "Русский", "ja": "日本語", "ko": "한국어", "de": "Deutsch",
    "fr": "Français", "it": "Italiano", "nl": "Nederlands", "pl": "Polski", "tr": "Türkçe",
    "uk": "Українська", "vi": "Tiếng Việt", "id": "Bahasa Indonesia", "th": "ไทย",
    "sv": "Svenska", "cs": "Čeština",
}  # fmt: skip
