<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Chat</name>
    <message numerus="yes">
        <source>The server asks for patience: again in %n s</source>
        <translation>
            <numerusform>The server asks for patience: again in %n s</numerusform>
            <numerusform>The server asks for patience: again in %n s</numerusform>
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
    <name>Settings</name>
    <message numerus="yes">
        <source>Taken over. %n connection(s) still lack their key.</source>
        <translation>
            <numerusform>Taken over. %n connection still lacks its key.</numerusform>
            <numerusform>Taken over. %n connections still lack their keys.</numerusform>
        </translation>
    </message>
</context>
</TS>
