<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Chat</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>This link goes to {url}</source>
        <translation>此链接指向 {url}</translation>
    </message>
    <message>
        <source>In the bin: restore it to write on</source>
        <translation>已在回收站：恢复后才能继续</translation>
    </message>
    <message numerus="yes">
        <source>The server asks for patience: again in %n s</source>
        <translation>
            <numerusform>服务器请稍候：%n 秒后重试</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for the answer…</source>
        <translation>正在等待回答…</translation>
    </message>
    <message>
        <source>cut at the length limit</source>
        <translation>达到长度上限，已截断</translation>
    </message>
    <message>
        <source>The program ended before this answer did.</source>
        <translation>程序在回答完成前就结束了。</translation>
    </message>
    <message>
        <source>What had arrived is kept.</source>
        <translation>已收到的内容都保留着。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>{count} in</source>
        <translation>输入 {count}</translation>
    </message>
    <message>
        <source>{count} out</source>
        <translation>输出 {count}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>The built-in model knows English only.</source>
        <translation>内置模型只懂英文。</translation>
    </message>
    <message>
        <source>Connect a model that knows this language, or send anyway.</source>
        <translation>请连接一个懂这种语言的模型，或仍然发送。</translation>
    </message>
    <message>
        <source>Connect a model</source>
        <translation>连接模型</translation>
    </message>
    <message>
        <source>Send anyway</source>
        <translation>仍然发送</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>An answer is being written</source>
        <translation>正在生成回答</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新建对话</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Default model</source>
        <translation>默认模型</translation>
    </message>
    <message>
        <source>Connect a stronger model</source>
        <translation>连接更强的模型</translation>
    </message>
    <message>
        <source>No answer from {names}</source>
        <translation>{names} 没有响应</translation>
    </message>
    <message>
        <source>Built-in engine</source>
        <translation>内置引擎</translation>
    </message>
    <message>
        <source>Small, private, offline. It knows English only.</source>
        <translation>小巧、私密、离线，只懂英文。</translation>
    </message>
    <message>
        <source>Ask anything</source>
        <translation>问点什么</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends, Enter starts a new line</source>
        <translation>Ctrl+Enter 发送，Enter 换行</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter starts a new line</source>
        <translation>Enter 发送，Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Conversations appear here,
kept on this computer only.</source>
        <translation>对话会出现在这里，
只保存在这台电脑上。</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>The bin is empty.</source>
        <translation>回收站是空的。</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>彻底删除</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Moved to the bin.</source>
        <translation>已移到回收站。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>What can I do for you?</source>
        <translation>我能为你做什么？</translation>
    </message>
    <message>
        <source>No account, no key, nothing leaves this computer.</source>
        <translation>无需账号和密钥，任何内容都不会离开这台电脑。</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Cancel the edit</source>
        <translation>取消编辑</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The server cannot be reached.</source>
        <translation>无法连接服务器。</translation>
    </message>
    <message>
        <source>Check that it runs, and the address in its connection.</source>
        <translation>请检查它是否在运行，以及连接中的地址。</translation>
    </message>
    <message>
        <source>The server has been silent for too long.</source>
        <translation>服务器太久没有响应。</translation>
    </message>
    <message>
        <source>It may be busy. Try again, or choose another model.</source>
        <translation>它可能正忙。请重试，或换一个模型。</translation>
    </message>
    <message>
        <source>The server’s certificate is not trusted.</source>
        <translation>服务器的证书不受信任。</translation>
    </message>
    <message>
        <source>Nothing was sent. Check the address and this computer’s clock.</source>
        <translation>没有发送任何内容。请检查地址和这台电脑的时钟。</translation>
    </message>
    <message>
        <source>The answer was cut off.</source>
        <translation>回答中断了。</translation>
    </message>
    <message>
        <source>The connection ended before the answer did. What had arrived is kept.</source>
        <translation>连接在回答完成前断开。已收到的内容都保留着。</translation>
    </message>
    <message>
        <source>This address cannot be used.</source>
        <translation>这个地址无法使用。</translation>
    </message>
    <message>
        <source>It must begin with http:// or https://, and hold no name or password.</source>
        <translation>它必须以 http:// 或 https:// 开头，且不含用户名或密码。</translation>
    </message>
    <message>
        <source>The server refused the key.</source>
        <translation>服务器拒绝了密钥。</translation>
    </message>
    <message>
        <source>Check the key of this connection; it may have expired.</source>
        <translation>请检查此连接的密钥，它可能已过期。</translation>
    </message>
    <message>
        <source>This key may not use this model.</source>
        <translation>此密钥无权使用该模型。</translation>
    </message>
    <message>
        <source>Choose another model, or ask whoever manages the account.</source>
        <translation>请换一个模型，或联系账号管理员。</translation>
    </message>
    <message>
        <source>The server does not know this model or address.</source>
        <translation>服务器不认识这个模型或地址。</translation>
    </message>
    <message>
        <source>Choose another model, or check that the address ends like /v1.</source>
        <translation>请换一个模型，或检查地址是否以 /v1 之类结尾。</translation>
    </message>
    <message>
        <source>The server asks to slow down.</source>
        <translation>服务器要求放慢速度。</translation>
    </message>
    <message>
        <source>Too many requests in a short time. Wait a little, then try again.</source>
        <translation>短时间内请求过多。请稍等再试。</translation>
    </message>
    <message>
        <source>The account’s credit is used up.</source>
        <translation>账号额度已用完。</translation>
    </message>
    <message>
        <source>Trying again does not help. Add credit, or use another connection.</source>
        <translation>重试没有用。请充值，或使用其他连接。</translation>
    </message>
    <message>
        <source>The server did not accept the request.</source>
        <translation>服务器没有接受请求。</translation>
    </message>
    <message>
        <source>Its reason is below. Another model may accept it.</source>
        <translation>原因见下方。换一个模型也许可以。</translation>
    </message>
    <message>
        <source>The conversation is too long for this model.</source>
        <translation>对话对这个模型来说太长了。</translation>
    </message>
    <message>
        <source>Begin a new chat, or choose a model with a larger context.</source>
        <translation>请新建对话，或选择上下文更大的模型。</translation>
    </message>
    <message>
        <source>The server has a fault.</source>
        <translation>服务器出了故障。</translation>
    </message>
    <message>
        <source>This is not your doing. Try again in a moment.</source>
        <translation>这不是你的问题。请稍后重试。</translation>
    </message>
    <message>
        <source>The server is overloaded.</source>
        <translation>服务器过载。</translation>
    </message>
    <message>
        <source>Try again in a moment, or choose another model.</source>
        <translation>请稍后重试，或换一个模型。</translation>
    </message>
    <message>
        <source>The server’s answer could not be understood.</source>
        <translation>无法理解服务器的回答。</translation>
    </message>
    <message>
        <source>Perhaps this address is not an OpenAI-compatible server.</source>
        <translation>这个地址也许不是 OpenAI 兼容的服务器。</translation>
    </message>
    <message>
        <source>The built-in model is not installed.</source>
        <translation>内置模型没有安装。</translation>
    </message>
    <message>
        <source>Set the program up again, or connect a server.</source>
        <translation>请重新安装程序，或连接一个服务器。</translation>
    </message>
    <message>
        <source>The built-in model’s file is damaged.</source>
        <translation>内置模型的文件已损坏。</translation>
    </message>
    <message>
        <source>It differs from the published one and was not loaded. Set up again.</source>
        <translation>它与发布的文件不一致，因此没有加载。请重新安装。</translation>
    </message>
    <message>
        <source>This computer’s processor cannot run the built-in model.</source>
        <translation>这台电脑的处理器无法运行内置模型。</translation>
    </message>
    <message>
        <source>It lacks AVX2. Everything else works: connect a server.</source>
        <translation>它不支持 AVX2。其他功能都正常：请连接一个服务器。</translation>
    </message>
    <message>
        <source>There is not enough memory for the built-in model.</source>
        <translation>内存不足，无法运行内置模型。</translation>
    </message>
    <message>
        <source>Close other programs and try again, or connect a server.</source>
        <translation>请关闭其他程序后重试，或连接一个服务器。</translation>
    </message>
    <message>
        <source>The built-in engine stopped unexpectedly.</source>
        <translation>内置引擎意外停止。</translation>
    </message>
    <message>
        <source>It starts again by itself. What had arrived is kept.</source>
        <translation>它会自动重新启动。已收到的内容都保留着。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>Make room, then try again. What is on the screen is not saved yet.</source>
        <translation>请腾出空间后重试。屏幕上的内容尚未保存。</translation>
    </message>
    <message>
        <source>The data folder cannot be written.</source>
        <translation>数据文件夹不可写。</translation>
    </message>
    <message>
        <source>You can read everything. To go on, make the folder writable.</source>
        <translation>可以阅读全部内容。要继续使用，请让文件夹可写。</translation>
    </message>
    <message>
        <source>Your data comes from a newer version of Oriole.</source>
        <translation>你的数据来自更新版本的 Oriole。</translation>
    </message>
    <message>
        <source>You can read everything. To go on, install the newer version.</source>
        <translation>可以阅读全部内容。要继续使用，请安装新版本。</translation>
    </message>
    <message>
        <source>The database is damaged.</source>
        <translation>数据库已损坏。</translation>
    </message>
    <message>
        <source>Nothing was changed. Backups lie in the data folder.</source>
        <translation>没有改动任何内容。备份在数据文件夹中。</translation>
    </message>
    <message>
        <source>Another program keeps the database busy.</source>
        <translation>另一个程序正占用数据库。</translation>
    </message>
    <message>
        <source>Close it, then try again.</source>
        <translation>请关闭它后重试。</translation>
    </message>
    <message>
        <source>This is not there any more.</source>
        <translation>它已不存在。</translation>
    </message>
    <message>
        <source>It was deleted for good, here or by another window.</source>
        <translation>它已在此处或另一个窗口被彻底删除。</translation>
    </message>
    <message>
        <source>This system has no keyring, or it is locked.</source>
        <translation>系统没有密钥环，或密钥环已锁定。</translation>
    </message>
    <message>
        <source>Unlock it, or choose below where the key is kept instead.</source>
        <translation>请解锁，或在下方选择密钥的其他保存位置。</translation>
    </message>
    <message>
        <source>This connection offers no model.</source>
        <translation>此连接没有提供模型。</translation>
    </message>
    <message>
        <source>Load a model in the server, or type its name in the connection.</source>
        <translation>请在服务器中加载模型，或在连接中填写模型名。</translation>
    </message>
    <message>
        <source>Something unexpected happened.</source>
        <translation>发生了意外情况。</translation>
    </message>
    <message>
        <source>Nothing that was on the screen is lost. Try again.</source>
        <translation>屏幕上的内容都没有丢失。请重试。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Open connections</source>
        <translation>打开连接设置</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Connect a server…</source>
        <translation>连接服务器…</translation>
    </message>
    <message>
        <source>Model: {name}</source>
        <translation>模型：{name}</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Size of the reading text</source>
        <translation>正文大小</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>发送方式</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter starts a line</source>
        <translation>Enter 发送，Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends, Enter starts a line</source>
        <translation>Ctrl+Enter 发送，Enter 换行</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在测试…</translation>
    </message>
    <message>
        <source>Unchanged: type to replace it</source>
        <translation>保持不变，输入即可替换</translation>
    </message>
    <message>
        <source>The server’s first model</source>
        <translation>服务器的第一个模型</translation>
    </message>
    <message>
        <source>New connection</source>
        <translation>新连接</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>OpenAI, Ollama, LM Studio, llama.cpp, vLLM… usually ends in /v1.</source>
        <translation>OpenAI、Ollama、LM Studio、llama.cpp、vLLM 等，通常以 /v1 结尾。</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Show the key</source>
        <translation>显示密钥</translation>
    </message>
    <message>
        <source>Kept in the system’s keyring. Local servers need none.</source>
        <translation>保存在系统密钥环中。本地服务器不需要密钥。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message numerus="yes">
        <source>Works: %n model(s).</source>
        <translation>
            <numerusform>可用：%n 个模型。</numerusform>
        </translation>
    </message>
    <message>
        <source>Back to the chat</source>
        <translation>回到聊天</translation>
    </message>
    <message>
        <source>The list came after {seconds} s.</source>
        <translation>{seconds} 秒后收到列表。</translation>
    </message>
    <message>
        <source>Saved. New questions go to {name}.</source>
        <translation>已保存。新的提问将发给 {name}。</translation>
    </message>
    <message>
        <source>This system has no keyring, or it is locked.</source>
        <translation>系统没有密钥环，或密钥环已锁定。</translation>
    </message>
    <message>
        <source>Keep the key only until the program ends, or in a file that only you can read?</source>
        <translation>密钥只保留到程序结束，还是存入只有你能读取的文件？</translation>
    </message>
    <message>
        <source>Until the end</source>
        <translation>到程序结束</translation>
    </message>
    <message>
        <source>In a file</source>
        <translation>存入文件</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Tabs</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Oriole, main window</source>
        <translation>黄鹂，主窗口</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>Tabs</name>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>第 {number} 条，共 {count} 条</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>复制消息</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Edit and resend</source>
        <translation>编辑并重发</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一个版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一个版本</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话内容</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Jump to the newest message</source>
        <translation>跳到最新消息</translation>
    </message>
    <message>
        <source>{name} (End)</source>
        <translation>{name} (End)</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>思考过程</translation>
    </message>
    <message>
        <source>Thinking…</source>
        <translation>正在思考…</translation>
    </message>
</context>
</TS>
