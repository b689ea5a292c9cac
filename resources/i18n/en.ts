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
    <name>Settings</name>
    <message numerus="yes">
        <source>Works: %n model(s).</source>
        <translation>
            <numerusform>Works: %n model.</numerusform>
            <numerusform>Works: %n models.</numerusform>
        </translation>
    </message>
</context>
</TS>
