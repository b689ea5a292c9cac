"""One folder a tab; features never import each other. A new tab is a folder and a line here."""

from desktop.features.chat import FEATURE as CHAT
from desktop.features.settings import FEATURE as SETTINGS
from desktop.features.speech import FEATURE as SPEECH

FEATURES = (CHAT, SPEECH, SETTINGS)
