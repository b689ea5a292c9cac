<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Amounts</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Chat</name>
    <message numerus="yes">
        <source>%n file(s) cannot be attached</source>
        <translation>
            <numerusform>%n file cannot be attached</numerusform>
            <numerusform>%n files cannot be attached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n source</numerusform>
            <numerusform>%n sources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Found in %n file(s)</source>
        <translation>
            <numerusform>Found in %n file</numerusform>
            <numerusform>Found in %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The server asks for patience: again in %n s</source>
        <translation>
            <numerusform>The server asks for patience: again in %n s</numerusform>
            <numerusform>The server asks for patience: again in %n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Attach %n file(s)</source>
        <translation>
            <numerusform>Attach %n file</numerusform>
            <numerusform>Attach %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Attach %n item(s)</source>
        <translation>
            <numerusform>Attach %n item</numerusform>
            <numerusform>Attach %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{names} and %n more</source>
        <translation>
            <numerusform>{names} and %n more</numerusform>
            <numerusform>{names} and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out</source>
        <translation>
            <numerusform>%n left out</numerusform>
            <numerusform>%n left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What is here is deleted for good after %n day(s).</source>
        <translation>
            <numerusform>What is here is deleted for good after %n day.</numerusform>
            <numerusform>What is here is deleted for good after %n days.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moved %n conversation(s) to the bin.</source>
        <translation>
            <numerusform>Moved %n conversation to the bin.</numerusform>
            <numerusform>Moved %n conversations to the bin.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Folder, %n conversation(s)</source>
        <translation>
            <numerusform>Folder, %n conversation</numerusform>
            <numerusform>Folder, %n conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>%n day left</numerusform>
            <numerusform>%n days left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n attachment</numerusform>
            <numerusform>%n attachments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Works. %n model(s), first word after {wait}.</source>
        <translation>
            <numerusform>Works. %n model, first word after {wait}.</numerusform>
            <numerusform>Works. %n models, first word after {wait}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message numerus="yes">
        <source>After %n minute(s) without a question</source>
        <translation>
            <numerusform>After %n minute without a question</numerusform>
            <numerusform>After %n minutes without a question</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message numerus="yes">
        <source>Tools: %n on</source>
        <translation>
            <numerusform>Tools: %n on</numerusform>
            <numerusform>Tools: %n on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Prompts</name>
    <message numerus="yes">
        <source>%n prompt(s) added.</source>
        <translation>
            <numerusform>%n prompt added.</numerusform>
            <numerusform>%n prompts added.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message numerus="yes">
        <source>Taken over. %n connection(s) still lack their key.</source>
        <translation>
            <numerusform>Taken over. %n connection still lacks its key.</numerusform>
            <numerusform>Taken over. %n connections still lack their keys.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After %n day(s)</source>
        <translation>
            <numerusform>After %n day</numerusform>
            <numerusform>After %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>For %n day(s)</source>
        <translation>
            <numerusform>For %n day</numerusform>
            <numerusform>For %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After %n second(s) of silence</source>
        <translation>
            <numerusform>After %n second of silence</numerusform>
            <numerusform>After %n seconds of silence</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n conversation</numerusform>
            <numerusform>%n conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) could not be taken:</source>
        <translation>
            <numerusform>%n thing could not be taken:</numerusform>
            <numerusform>%n things could not be taken:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n here already</source>
        <translation>
            <numerusform>%n here already</numerusform>
            <numerusform>%n here already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Speak as you will dictate. %n second(s) left.</source>
        <translation>
            <numerusform>Speak as you will dictate. %n second left.</numerusform>
            <numerusform>Speak as you will dictate. %n seconds left.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Speech</name>
    <message numerus="yes">
        <source>Transcribe %n file(s)</source>
        <translation>
            <numerusform>Transcribe %n file</numerusform>
            <numerusform>Transcribe %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moved %n recording(s) to the bin.</source>
        <translation>
            <numerusform>Moved %n recording to the bin.</numerusform>
            <numerusform>Moved %n recordings to the bin.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n speaker(s)</source>
        <translation>
            <numerusform>%n speaker</numerusform>
            <numerusform>%n speakers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show all %n source(s)</source>
        <translation>
            <numerusform>Show all %n source</numerusform>
            <numerusform>Show all %n sources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show more (%n)</source>
        <translation>
            <numerusform>Show more (%n)</numerusform>
            <numerusform>Show more (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show all %n line(s)</source>
        <translation>
            <numerusform>Show all %n line</numerusform>
            <numerusform>Show all %n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tree</name>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Usage</name>
    <message numerus="yes">
        <source>Summarising %n earlier message(s)…</source>
        <translation>
            <numerusform>Summarising %n earlier message…</numerusform>
            <numerusform>Summarising %n earlier messages…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The oldest %n message(s) will not fit.</source>
        <translation>
            <numerusform>The oldest %n message will not fit.</numerusform>
            <numerusform>The oldest %n messages will not fit.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n answer</numerusform>
            <numerusform>%n answers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Summary of %n earlier message(s)</source>
        <translation>
            <numerusform>Summary of %n earlier message</numerusform>
            <numerusform>Summary of %n earlier messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the oldest %n message(s) left out</source>
        <translation>
            <numerusform>the oldest %n message left out</numerusform>
            <numerusform>the oldest %n messages left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more model(s)</source>
        <translation>
            <numerusform>%n more model</numerusform>
            <numerusform>%n more models</numerusform>
        </translation>
    </message>
</context>
</TS>
