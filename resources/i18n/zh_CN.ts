<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Chat</name>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
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
        <source>The server’s content filter ended this answer.</source>
        <translation>服务器的内容过滤器中止了这个回答。</translation>
    </message>
    <message>
        <source>Ask in other words, or choose another model.</source>
        <translation>请换种说法，或换一个模型。</translation>
    </message>
    <message>
        <source>The model declined to answer.</source>
        <translation>模型拒绝回答。</translation>
    </message>
    <message>
        <source>What it said about it stands above.</source>
        <translation>它的说明在上面。</translation>
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
        <source>unsupported: {names}</source>
        <translation>暂不支持：{names}</translation>
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
        <source>Default model</source>
        <translation>默认模型</translation>
    </message>
    <message>
        <source>Connect a stronger model</source>
        <translation>连接更强的模型</translation>
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
        <source>{connection} does not list {model}.</source>
        <translation>{connection} 的列表里没有 {model}。</translation>
    </message>
    <message>
        <source>{model} was retired on {date}.</source>
        <translation>{model} 已于 {date} 停用。</translation>
    </message>
    <message>
        <source>{model} retires on {date}.</source>
        <translation>{model} 将于 {date} 停用。</translation>
    </message>
    <message>
        <source>It may be gone. Questions to it may fail.</source>
        <translation>它可能已下线，提问可能失败。</translation>
    </message>
    <message>
        <source>Questions to it will fail.</source>
        <translation>向它提问会失败。</translation>
    </message>
    <message>
        <source>Choose another</source>
        <translation>另选一个</translation>
    </message>
    <message>
        <source>Use {model}</source>
        <translation>改用 {model}</translation>
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
        <source>Somebody on the way could read along.</source>
        <translation>途中的人可能会看到内容。</translation>
    </message>
    <message>
        <source>Open connections</source>
        <translation>打开连接设置</translation>
    </message>
    <message>
        <source>The certificates of {name} are not checked.</source>
        <translation>没有检查“{name}”的证书。</translation>
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
    <name>Connections</name>
    <message>
        <source>Set as default</source>
        <translation>设为默认</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>{name} (copy)</source>
        <translation>{name}（副本）</translation>
    </message>
    <message>
        <source>Use for chat</source>
        <translation>用于聊天</translation>
    </message>
    <message>
        <source>Back to the chat</source>
        <translation>回到聊天</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>“{name}” saved.</source>
        <translation>“{name}”已保存。</translation>
    </message>
    <message>
        <source>Saved. New questions go to {name}.</source>
        <translation>已保存。新问题将发给 {name}。</translation>
    </message>
    <message>
        <source>“{name}” removed.</source>
        <translation>“{name}”已移除。</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>超时</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>It comes with the program and is always there.</source>
        <translation>随程序附带，始终可用。</translation>
    </message>
    <message>
        <source>A small model that runs on this computer: no key, no network, nothing to set up.</source>
        <translation>在本机运行的小模型：无需密钥，无需联网，无需设置。</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>File of the authority</source>
        <translation>证书颁发机构文件</translation>
    </message>
    <message>
        <source>PEM. It is believed beside those of the system.</source>
        <translation>PEM 格式，在系统证书之外一并信任。</translation>
    </message>
    <message>
        <source>File of the certificate</source>
        <translation>证书文件</translation>
    </message>
    <message>
        <source>File of its key</source>
        <translation>证书的私钥文件</translation>
    </message>
    <message>
        <source>Empty where the certificate’s file holds the key, too.</source>
        <translation>若证书文件已包含私钥，则留空。</translation>
    </message>
    <message>
        <source>Passphrase of its key</source>
        <translation>私钥口令</translation>
    </message>
    <message>
        <source>If it has one</source>
        <translation>如果有</translation>
    </message>
    <message>
        <source>The system’s</source>
        <translation>系统证书</translation>
    </message>
    <message>
        <source>The list that comes with the program</source>
        <translation>程序自带的列表</translation>
    </message>
    <message>
        <source>An authority of my own</source>
        <translation>自己的证书颁发机构</translation>
    </message>
    <message>
        <source>Do not check</source>
        <translation>不检查</translation>
    </message>
    <message>
        <source>Send a client certificate</source>
        <translation>发送客户端证书</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Pictures in</source>
        <translation>看图</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>Transcription</source>
        <translation>转写</translation>
    </message>
    <message>
        <source>Text while it transcribes</source>
        <translation>边转写边出字</translation>
    </message>
    <message>
        <source>Live dictation</source>
        <translation>实时听写</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>Pictures out</source>
        <translation>画图</translation>
    </message>
    <message>
        <source>Previews of pictures</source>
        <translation>图片预览</translation>
    </message>
    <message>
        <source>Editing of pictures</source>
        <translation>图片编辑</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File search</source>
        <translation>文件检索</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Kept conversations</source>
        <translation>服务器保存对话</translation>
    </message>
    <message>
        <source>Token count</source>
        <translation>词元计数</translation>
    </message>
    <message>
        <source>Moderation</source>
        <translation>内容审核</translation>
    </message>
    <message>
        <source>From the preset, not tried yet</source>
        <translation>来自预设，尚未试过</translation>
    </message>
    <message>
        <source>{left} of {all} tokens left</source>
        <translation>剩余 {left} / {all} 词元</translation>
    </message>
    <message>
        <source>{left} of {all} requests left</source>
        <translation>剩余 {left} / {all} 次请求</translation>
    </message>
    <message>
        <source>Not tried yet</source>
        <translation>尚未试过</translation>
    </message>
    <message>
        <source>What this server can do</source>
        <translation>此服务器的能力</translation>
    </message>
    <message>
        <source>{left} tokens left</source>
        <translation>剩余 {left} 词元</translation>
    </message>
    <message>
        <source>{left} requests left</source>
        <translation>剩余 {left} 次请求</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>支持</translation>
    </message>
    <message>
        <source>no</source>
        <translation>不支持</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Learnt from the server on {date}</source>
        <translation>{date}从服务器得知</translation>
    </message>
    <message>
        <source>{first}, {second}</source>
        <translation>{first}，{second}</translation>
    </message>
    <message>
        <source>Ask whoever runs the server. It usually ends in /v1.</source>
        <translation>请向服务器的管理者询问。通常以 /v1 结尾。</translation>
    </message>
    <message>
        <source>Not encrypted: whoever is on the way can read key and text.</source>
        <translation>未加密：途中的人可以看到密钥和内容。</translation>
    </message>
    <message>
        <source>Get a key</source>
        <translation>获取密钥</translation>
    </message>
    <message>
        <source>To be filled: {blanks}</source>
        <translation>待填写：{blanks}</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Certificates and keys (*.pem *.crt *.cer *.key)</source>
        <translation>证书和私钥 (*.pem *.crt *.cer *.key)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Put your own value where the braces are.</source>
        <translation>请把花括号处换成你自己的值。</translation>
    </message>
    <message>
        <source>It must begin with http://, https://, socks5:// or socks5h://, and hold no name or password.</source>
        <translation>必须以 http://、https://、socks5:// 或 socks5h:// 开头，且不含用户名和密码。</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有这个文件。</translation>
    </message>
    <message>
        <source>Name a variable: letters, digits and underscores, no digit first.</source>
        <translation>请填写变量名：字母、数字和下划线，不以数字开头。</translation>
    </message>
    <message>
        <source>A header has a name of letters, digits and hyphens, and a value without accents or line breaks.</source>
        <translation>请求头的名称由字母、数字和连字符组成，值只能是不换行的 ASCII 字符。</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>No other server answers on this computer.</source>
        <translation>本机没有发现其他服务器。</translation>
    </message>
    <message>
        <source>Asks for a key</source>
        <translation>需要密钥</translation>
    </message>
    <message>
        <source>Found on this computer</source>
        <translation>在本机发现</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>{name} on this computer</source>
        <translation>本机 {name}</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>添加{name}</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>重新测试</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Name of the header</source>
        <translation>请求头名称</translation>
    </message>
    <message>
        <source>Value of the header</source>
        <translation>请求头的值</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Remove this header</source>
        <translation>移除此请求头</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>请求头</translation>
    </message>
    <message>
        <source>Add a header</source>
        <translation>添加请求头</translation>
    </message>
    <message>
        <source>The variable holds a list as JSON: {example}</source>
        <translation>变量的内容是 JSON 列表：{example}</translation>
    </message>
    <message>
        <source>Other server</source>
        <translation>其他服务器</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Model to begin with</source>
        <translation>默认模型</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>The test lists the models and asks one of them a short question.</source>
        <translation>测试会列出模型，并向其中一个提一个简短的问题。</translation>
    </message>
    <message>
        <source>The first one that the server lists</source>
        <translation>服务器列出的第一个</translation>
    </message>
    <message>
        <source>Show all models</source>
        <translation>显示全部模型</translation>
    </message>
    <message>
        <source>This system has no keyring, or it is locked.</source>
        <translation>此系统没有钥匙串，或者钥匙串已锁定。</translation>
    </message>
    <message>
        <source>Keep the key only until the program ends, or in a file that only you can read?</source>
        <translation>密钥只保留到程序结束，还是写入只有你能读取的文件？</translation>
    </message>
    <message>
        <source>Keep this secret in a file?</source>
        <translation>把它写入文件？</translation>
    </message>
    <message>
        <source>Only you can read the file, but it is not encrypted: every program that you start can read it too.</source>
        <translation>文件只有你能读取，但没有加密：你启动的任何程序也能读取它。</translation>
    </message>
    <message>
        <source>The server’s certificate is not checked.</source>
        <translation>没有检查服务器的证书。</translation>
    </message>
    <message>
        <source>Anybody on the way can read the key and every word, and change them.</source>
        <translation>途中的任何人都能读取并篡改密钥和每一句话。</translation>
    </message>
    <message>
        <source>Check it again</source>
        <translation>恢复检查</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>In a file</source>
        <translation>写入文件</translation>
    </message>
    <message>
        <source>Until the end</source>
        <translation>到程序结束</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>留在这里</translation>
    </message>
    <message>
        <source>“{name}” has changes that are not saved.</source>
        <translation>“{name}”有未保存的更改。</translation>
    </message>
    <message>
        <source>Changes discarded.</source>
        <translation>已放弃更改。</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>The variable is not set now.</source>
        <translation>该变量目前没有设置。</translation>
    </message>
    <message>
        <source>The value is read from this environment variable.</source>
        <translation>将从此环境变量读取。</translation>
    </message>
    <message>
        <source>The variable is set. Its value is never shown.</source>
        <translation>该变量已设置，其值不会显示。</translation>
    </message>
    <message>
        <source>Name of the environment variable</source>
        <translation>环境变量名</translation>
    </message>
    <message>
        <source>Keep elsewhere</source>
        <translation>改存别处</translation>
    </message>
    <message>
        <source>Kept in the system’s keyring, never in a file.</source>
        <translation>保存在系统钥匙串中，不写入文件。</translation>
    </message>
    <message>
        <source>Kept in a file that only you can read, not encrypted.</source>
        <translation>保存在只有你能读取的文件中，未加密。</translation>
    </message>
    <message>
        <source>Kept until the program ends, then forgotten.</source>
        <translation>保留到程序结束，之后不再保存。</translation>
    </message>
    <message>
        <source>In the system’s keyring</source>
        <translation>系统钥匙串</translation>
    </message>
    <message>
        <source>In an environment variable</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>Until the program ends</source>
        <translation>保留到程序结束</translation>
    </message>
    <message>
        <source>In a file…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>删除已存的内容</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>代理地址</translation>
    </message>
    <message>
        <source>Login at the proxy</source>
        <translation>代理登录</translation>
    </message>
    <message>
        <source>name:password, if it asks for one</source>
        <translation>用户名:密码（如果需要）</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Own address</source>
        <translation>自定义地址</translation>
    </message>
    <message>
        <source>Not tested yet</source>
        <translation>尚未测试</translation>
    </message>
    <message>
        <source>Built-in engine</source>
        <translation>内置引擎</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>Its certificate is not checked</source>
        <translation>未检查证书</translation>
    </message>
    <message>
        <source>Default for chat</source>
        <translation>聊天的默认连接</translation>
    </message>
    <message>
        <source>Always there</source>
        <translation>始终可用</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>New connection</source>
        <translation>新连接</translation>
    </message>
    <message>
        <source>Key refused {when}</source>
        <translation>{when}密钥被拒绝</translation>
    </message>
    <message>
        <source>Not reached {when}</source>
        <translation>{when}无法连接</translation>
    </message>
    <message>
        <source>Certificate refused {when}</source>
        <translation>{when}证书不受信任</translation>
    </message>
    <message>
        <source>Proxy failed {when}</source>
        <translation>{when}代理出错</translation>
    </message>
    <message>
        <source>Credit used up {when}</source>
        <translation>{when}额度已用完</translation>
    </message>
    <message>
        <source>No model {when}</source>
        <translation>{when}没有模型</translation>
    </message>
    <message>
        <source>Test failed {when}</source>
        <translation>{when}测试失败</translation>
    </message>
    <message>
        <source>on {date}</source>
        <translation>{date}</translation>
    </message>
    <message>
        <source>Show what was typed</source>
        <translation>显示输入的内容</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Other server…</source>
        <translation>其他服务器…</translation>
    </message>
    <message>
        <source>Add a connection</source>
        <translation>添加连接</translation>
    </message>
    <message>
        <source>Look for local servers</source>
        <translation>查找本地服务器</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>not tested</source>
        <translation>未测试</translation>
    </message>
    <message>
        <source>Name of the server</source>
        <translation>服务器名称</translation>
    </message>
    <message>
        <source>Way to the server</source>
        <translation>到服务器的连接</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>模型列表</translation>
    </message>
    <message>
        <source>A question</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{model} answered: “{words}”</source>
        <translation>{model} 回答：“{words}”</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在测试…</translation>
    </message>
    <message numerus="yes">
        <source>Works. %n model(s), first word after {wait}.</source>
        <translation>
            <numerusform>可用。%n 个模型，首字延迟 {wait}。</numerusform>
        </translation>
    </message>
    <message>
        <source>{model} answered.</source>
        <translation>{model} 已回答。</translation>
    </message>
    <message>
        <source>Works, but lists no models. First word after {wait}.</source>
        <translation>可用，但未列出模型。首字延迟 {wait}。</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message numerus="yes">
        <source>After %n minute(s) without a question</source>
        <translation>
            <numerusform>%n 分钟没有提问之后</numerusform>
        </translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Give memory back</source>
        <translation>释放内存</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Take the projector away</source>
        <translation>移除投影文件</translation>
    </message>
    <message>
        <source>Add a projector for pictures…</source>
        <translation>添加看图用的投影文件…</translation>
    </message>
    <message>
        <source>Add to the built-in engine</source>
        <translation>添加到内置引擎</translation>
    </message>
    <message>
        <source>The file stays where it is.</source>
        <translation>文件留在原处。</translation>
    </message>
    <message>
        <source>Choose a model, and its projector if it has one</source>
        <translation>选择模型；如有投影文件，请一并选择</translation>
    </message>
    <message>
        <source>Built-in engine</source>
        <translation>内置引擎</translation>
    </message>
    <message>
        <source>Answers on this computer: no key, no network. A small English model is built in; larger ones you can add as GGUF files.</source>
        <translation>在本机回答：不用密钥，不用网络。自带一个只懂英文的小模型；更大的模型可以用 GGUF 文件添加。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Drop GGUF files anywhere on this page. A model that comes with its projector (mmproj) can see pictures. Your files stay where they are.</source>
        <translation>把 GGUF 文件拖到本页任意位置即可。模型与其投影文件（mmproj）一起添加，就能看图。文件始终留在原处。</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>添加模型…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>模型 (*.gguf)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Added {names}.</source>
        <translation>已添加 {names}。</translation>
    </message>
    <message>
        <source>Removed {name}. Its file stays.</source>
        <translation>已移除 {name}，文件仍在原处。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在载入…</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>在内存中</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>Choose the projector (mmproj)</source>
        <translation>选择投影文件（mmproj）</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>English only</source>
        <translation>只懂英文</translation>
    </message>
    <message>
        <source>It ended several times in a row and is not started again.</source>
        <translation>它连续多次意外退出，不再自动启动。</translation>
    </message>
    <message>
        <source>It starts by itself with the next question.</source>
        <translation>下次提问时会自动启动。</translation>
    </message>
    <message>
        <source>The engine is ready.</source>
        <translation>引擎已就绪。</translation>
    </message>
    <message>
        <source>The engine starts…</source>
        <translation>引擎正在启动…</translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation>引擎没有运行。</translation>
    </message>
    <message>
        <source>No model is in memory.</source>
        <translation>内存中没有模型。</translation>
    </message>
    <message>
        <source>It takes {size} now.</source>
        <translation>当前占用 {size}。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>{model} is being loaded.</source>
        <translation>正在载入 {model}。</translation>
    </message>
    <message>
        <source>In memory: {models}.</source>
        <translation>内存中：{models}。</translation>
    </message>
    <message>
        <source>Check that it is still there and that you may read it.</source>
        <translation>请确认文件还在，并且你有权读取。</translation>
    </message>
    <message>
        <source>There is no GGUF model in it.</source>
        <translation>里面没有 GGUF 模型。</translation>
    </message>
    <message>
        <source>It was made by a very old version of llama.cpp. Get a newer copy.</source>
        <translation>它由很旧的 llama.cpp 制作，请换用新的版本。</translation>
    </message>
    <message>
        <source>It was made for a newer version of this program.</source>
        <translation>它需要本程序的更新版本。</translation>
    </message>
    <message>
        <source>It was made for another kind of processor.</source>
        <translation>它是为另一种处理器制作的。</translation>
    </message>
    <message>
        <source>The file is damaged. Get it again.</source>
        <translation>文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>The file is shorter than it says: the download is not complete.</source>
        <translation>文件不完整：下载尚未完成。</translation>
    </message>
    <message>
        <source>It holds no whole model, only something that belongs to one.</source>
        <translation>里面不是完整的模型，只是模型的附属部分。</translation>
    </message>
    <message>
        <source>This is a projector (mmproj). Add it together with its model.</source>
        <translation>这是投影文件（mmproj），请与它的模型一起添加。</translation>
    </message>
    <message>
        <source>This is not a projector. Its name mostly has mmproj in it.</source>
        <translation>这不是投影文件。投影文件的名称通常含有 mmproj。</translation>
    </message>
    <message>
        <source>This projector is for sound, not for pictures.</source>
        <translation>这个投影文件用于声音，不能看图。</translation>
    </message>
    <message>
        <source>This model compares texts. It cannot answer.</source>
        <translation>这个模型只用来比较文本，不能回答。</translation>
    </message>
    <message>
        <source>The model has several files, and not all of them are here.</source>
        <translation>这个模型分为多个文件，此处不齐全。</translation>
    </message>
    <message>
        <source>The model is larger than the memory of this computer.</source>
        <translation>模型比本机的内存还大。</translation>
    </message>
    <message>
        <source>It is in the list already.</source>
        <translation>它已经在列表中。</translation>
    </message>
    <message>
        <source>Several models or projectors: add each model with its own projector.</source>
        <translation>一次选了多个模型或投影文件：请把每个模型与它自己的投影文件分别添加。</translation>
    </message>
    <message>
        <source>Its name cannot be written down. Rename the file.</source>
        <translation>文件名含有无法记录的字符，请先重命名。</translation>
    </message>
    <message>
        <source>The file has changed since it was added. Remove the model and add it again.</source>
        <translation>添加之后文件有改动。请移除模型后重新添加。</translation>
    </message>
    <message>
        <source>This file cannot be added.</source>
        <translation>无法添加这个文件。</translation>
    </message>
    <message>
        <source>The file is not there any more. Put it back, or remove the model.</source>
        <translation>文件已不在原处。请放回，或移除该模型。</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} 个 token</translation>
    </message>
    <message>
        <source>sees pictures</source>
        <translation>能看图</translation>
    </message>
    <message>
        <source>calls functions</source>
        <translation>能调用函数</translation>
    </message>
    <message>
        <source>no chat template</source>
        <translation>无对话模板</translation>
    </message>
    <message>
        <source>Takes about {needed} of memory.</source>
        <translation>约占内存 {needed}。</translation>
    </message>
    <message>
        <source>Only {free} of memory are free now. Close other programs first.</source>
        <translation>目前只剩 {free} 可用内存，请先关闭其他程序。</translation>
    </message>
    <message>
        <source>{file} cannot be added.</source>
        <translation>无法添加 {file}。</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The server’s name is not found.</source>
        <translation>找不到这个服务器名。</translation>
    </message>
    <message>
        <source>Check the spelling of its address, and that you are online.</source>
        <translation>请检查地址的拼写，并确认已联网。</translation>
    </message>
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
        <source>The proxy does not let the request through.</source>
        <translation>代理没有放行这个请求。</translation>
    </message>
    <message>
        <source>Check its address, name and password in the connection.</source>
        <translation>请检查连接里代理的地址、用户名和密码。</translation>
    </message>
    <message>
        <source>Your certificate file cannot be used.</source>
        <translation>你的证书文件无法使用。</translation>
    </message>
    <message>
        <source>Nothing was sent. Check the file and its passphrase in the connection.</source>
        <translation>没有发送任何内容。请检查连接里的证书文件和口令。</translation>
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
        <source>This server cannot do that.</source>
        <translation>这个服务器做不到。</translation>
    </message>
    <message>
        <source>Choose another connection for it. A test of this one looks again.</source>
        <translation>请换一个连接。测试这个连接会重新确认一次。</translation>
    </message>
    <message>
        <source>This is too large for the server.</source>
        <translation>内容太大，服务器不接受。</translation>
    </message>
    <message>
        <source>Send less at once, or a smaller file.</source>
        <translation>请一次少发一些，或换小一点的文件。</translation>
    </message>
    <message>
        <source>The check before sending objected.</source>
        <translation>发送前的检查提出了异议。</translation>
    </message>
    <message>
        <source>Nothing was sent. Change the text, or switch the check off in the settings.</source>
        <translation>没有发送。请修改文字，或在设置里关闭这项检查。</translation>
    </message>
    <message>
        <source>The server’s rules do not allow this content.</source>
        <translation>服务器的内容规则不允许这段内容。</translation>
    </message>
    <message>
        <source>Change the text or the picture; what it objects to is below.</source>
        <translation>请修改文字或图片；原因见下方。</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>无法读取文件。</translation>
    </message>
    <message>
        <source>Check that it is still there and that you may read it.</source>
        <translation>请确认文件还在，并且你有权读取。</translation>
    </message>
    <message>
        <source>This file is of another kind.</source>
        <translation>这个文件不是所需的类型。</translation>
    </message>
    <message>
        <source>Choose a file of the kind that is named here.</source>
        <translation>请选择这里所要求的文件类型。</translation>
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
        <source>Unlock it, or choose where the key is kept instead.</source>
        <translation>请解锁密钥环，或选择密钥另存何处。</translation>
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
    <name>Models</name>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <comment>a date, in Qt's letters</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>a date, in Qt's letters</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>a date, in Qt's letters</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>retires {date}</source>
        <translation>{date} 停用</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>已收藏</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>当前选择</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of a list</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>{price} a minute</source>
        <translation>每分钟 {price}</translation>
    </message>
    <message>
        <source>{price} a picture</source>
        <translation>每张 {price}</translation>
    </message>
    <message>
        <source>retired {date}</source>
        <translation>已于 {date} 停用</translation>
    </message>
    <message>
        <source>takes pictures</source>
        <translation>能看图片</translation>
    </message>
    <message>
        <source>takes sound</source>
        <translation>能听声音</translation>
    </message>
    <message>
        <source>uses tools</source>
        <translation>会用工具</translation>
    </message>
    <message>
        <source>reasons</source>
        <translation>会推理</translation>
    </message>
    <message>
        <source>{name}, fine-tuned from {base}</source>
        <translation>{name}，由 {base} 微调</translation>
    </message>
    <message>
        <source>{price} per million</source>
        <translation>每百万 {price}</translation>
    </message>
    <message>
        <source>{price}, yours</source>
        <translation>{price}（您填的）</translation>
    </message>
    <message>
        <source>answers of up to {size}</source>
        <translation>回答最长 {size}</translation>
    </message>
    <message>
        <source>dearer above {size}</source>
        <translation>超过 {size} 加价</translation>
    </message>
    <message>
        <source>fine-tuned from {base}</source>
        <translation>由 {base} 微调</translation>
    </message>
    <message>
        <source>{size} context</source>
        <translation>上下文 {size}</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>This link goes to {url}</source>
        <translation>此链接指向 {url}</translation>
    </message>
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
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No models yet.</source>
        <translation>还没有模型。</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>No model matches “{text}”.</source>
        <translation>没有与“{text}”相符的模型。</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>No answer from {name}</source>
        <translation>{name} 没有回应</translation>
    </message>
    <message>
        <source>Asking for its models…</source>
        <translation>正在询问模型列表…</translation>
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
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>{action}: {keys}</source>
        <translation>{action}：{keys}</translation>
    </message>
    <message>
        <source>Press the keys…</source>
        <translation>请按键…</translation>
    </message>
    <message>
        <source>Escape gives up, Backspace takes the keys away.</source>
        <translation>按 Esc 放弃，按退格键清除快捷键。</translation>
    </message>
    <message>
        <source>Press to change the keys.</source>
        <translation>按下可更改快捷键。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Conversations and settings are kept on this computer only.</source>
        <translation>对话和设置只保存在这台电脑上。</translation>
    </message>
    <message>
        <source>For another computer: settings, shortcuts and connections, never a key.</source>
        <translation>供另一台电脑使用：包含设置、快捷键和连接，绝不含密钥。</translation>
    </message>
    <message>
        <source>Conversations, connections and keys stay.</source>
        <translation>对话、连接和密钥保持不变。</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>导出设置</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>导入设置</translation>
    </message>
    <message>
        <source>Settings (*.toml)</source>
        <translation>设置 (*.toml)</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Settings as a file</source>
        <translation>设置文件</translation>
    </message>
    <message>
        <source>Back to the beginning</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Exported, without keys and passwords.</source>
        <translation>已导出，不含密钥和密码。</translation>
    </message>
    <message>
        <source>All settings are as they were at first.</source>
        <translation>所有设置已恢复为默认值。</translation>
    </message>
    <message>
        <source>The system cannot show folders.</source>
        <translation>系统无法打开文件夹。</translation>
    </message>
    <message numerus="yes">
        <source>Taken over. %n connection(s) still lack their key.</source>
        <translation>
            <numerusform>已采用。还有 %n 个连接缺少密钥。</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken over.</source>
        <translation>已采用。</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Like the interface</source>
        <translation>与界面相同</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Export settings…</source>
        <translation>导出设置…</translation>
    </message>
    <message>
        <source>Import settings…</source>
        <translation>导入设置…</translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation>重置所有设置</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动态效果</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Shift+Enter starts a line in any case.</source>
        <translation>Shift+Enter 始终换行。</translation>
    </message>
    <message>
        <source>Check before sending</source>
        <translation>发送前检查</translation>
    </message>
    <message>
        <source>The server’s moderation reads your text first, where there is one.</source>
        <translation>如果服务器提供内容审核，会先检查你的文字。</translation>
    </message>
    <message>
        <source>Accent</source>
        <translation>强调色</translation>
    </message>
    <message>
        <source>Marks what is selected and the main button.</source>
        <translation>用于选中项和主按钮。</translation>
    </message>
    <message>
        <source>More contrast</source>
        <translation>提高对比度</translation>
    </message>
    <message>
        <source>Darker lines and stronger small print.</source>
        <translation>线条更深，小字更清晰。</translation>
    </message>
    <message>
        <source>Conversations and the text you write.</source>
        <translation>对话内容和你输入的文字。</translation>
    </message>
    <message>
        <source>Font of the interface</source>
        <translation>界面字体</translation>
    </message>
    <message>
        <source>Font of the reading text</source>
        <translation>正文字体</translation>
    </message>
    <message>
        <source>Font of code</source>
        <translation>代码字体</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>减少动态效果</translation>
    </message>
    <message>
        <source>Nothing slides or fades.</source>
        <translation>不再滑动或淡入淡出。</translation>
    </message>
    <message>
        <source>Enter sends</source>
        <translation>Enter 发送</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends</source>
        <translation>Ctrl+Enter 发送</translation>
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
        <source>Amber</source>
        <translation>琥珀色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>青色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Rose</source>
        <translation>玫瑰色</translation>
    </message>
    <message>
        <source>Reset this page</source>
        <translation>重置本页</translation>
    </message>
    <message>
        <source>Reset: {setting}</source>
        <translation>重置：{setting}</translation>
    </message>
    <message>
        <source>This page is as it was at first.</source>
        <translation>本页已恢复为默认值。</translation>
    </message>
    <message>
        <source>{font} (not on this computer)</source>
        <translation>{font}（这台电脑上没有）</translation>
    </message>
    <message>
        <source>Accent: {colour}</source>
        <translation>强调色：{colour}</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>{name}: unknown here, left out</source>
        <translation>{name}：此版本不认识，已忽略</translation>
    </message>
    <message>
        <source>{name}: not a possible value, left out</source>
        <translation>{name}：值无效，已忽略</translation>
    </message>
    <message>
        <source>Connection {name}: no usable name and address, left out</source>
        <translation>连接“{name}”：没有可用的名称和地址，已忽略</translation>
    </message>
    <message>
        <source>{name}: not usable, left out</source>
        <translation>{name}：不可用，已忽略</translation>
    </message>
    <message>
        <source>{name}: certificates will be checked; switch that off yourself if need be</source>
        <translation>{name}：将检查证书；如有需要请自行关闭</translation>
    </message>
    <message>
        <source>Connection {name}: is here already</source>
        <translation>连接“{name}”：这里已有</translation>
    </message>
    <message>
        <source>{name} connections: only the first 100</source>
        <translation>{name} 个连接：只取前 100 个</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>New connection, without its key: {name}, {address}</source>
        <translation>新连接，不含密钥：{name}，{address}</translation>
    </message>
    <message>
        <source>“{file}” would change nothing here.</source>
        <translation>“{file}”不会改变这里的任何设置。</translation>
    </message>
    <message>
        <source>“{file}” would change this:</source>
        <translation>“{file}”将作出以下更改：</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>{title}, {page}, {row} of {count}</source>
        <translation>{title}，{page}，第 {row} 项，共 {count} 项</translation>
    </message>
    <message>
        <source>Find by action or keys</source>
        <translation>按操作或按键查找</translation>
    </message>
    <message>
        <source>No shortcut with these words or keys.</source>
        <translation>没有符合这些文字或按键的快捷键。</translation>
    </message>
    <message>
        <source>Reset all shortcuts</source>
        <translation>重置所有快捷键</translation>
    </message>
    <message>
        <source>Take them over, and “{action}” has none.</source>
        <translation>采用后，“{action}”将没有快捷键。</translation>
    </message>
    <message>
        <source>Swap them, and “{action}” gets {keys}.</source>
        <translation>交换后，“{action}”改用 {keys}。</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>交换</translation>
    </message>
    <message>
        <source>All shortcuts are as they were at first.</source>
        <translation>所有快捷键已恢复为默认值。</translation>
    </message>
    <message>
        <source>Press one key together with Ctrl or Alt.</source>
        <translation>请同时按下 Ctrl 或 Alt 和另一个键。</translation>
    </message>
    <message>
        <source>It would be typed: add Ctrl or Alt.</source>
        <translation>它会被当作输入：请加上 Ctrl 或 Alt。</translation>
    </message>
    <message>
        <source>It moves the focus or presses what has it, everywhere.</source>
        <translation>它在任何地方都用于移动焦点或按下控件。</translation>
    </message>
    <message>
        <source>Texts use it, to copy or to move about.</source>
        <translation>文字编辑要用到它，如复制或移动光标。</translation>
    </message>
    <message>
        <source>The system takes it before this window.</source>
        <translation>系统会先于本窗口截获它。</translation>
    </message>
    <message>
        <source>{keys} cannot be a shortcut.</source>
        <translation>{keys} 不能用作快捷键。</translation>
    </message>
    <message>
        <source>{keys} is taken by “{action}”.</source>
        <translation>{keys} 已用于“{action}”。</translation>
    </message>
    <message>
        <source>No setting with “{words}”.</source>
        <translation>没有包含“{words}”的设置。</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>能力</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Price per million</source>
        <translation>每百万价格</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>{price}, yours</source>
        <translation>{price}（您填的）</translation>
    </message>
    <message>
        <source>Whichever fits first</source>
        <translation>第一个合适的</translation>
    </message>
    <message>
        <source>No other model fits.</source>
        <translation>没有其他合适的模型。</translation>
    </message>
    <message>
        <source>connection removed</source>
        <translation>连接已删除</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Questions about pictures</source>
        <translation>看图提问</translation>
    </message>
    <message>
        <source>Making pictures</source>
        <translation>生成图片</translation>
    </message>
    <message>
        <source>Speech to text</source>
        <translation>语音转文字</translation>
    </message>
    <message>
        <source>Reading aloud</source>
        <translation>朗读</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>语义搜索</translation>
    </message>
    <message>
        <source>{model} is used instead.</source>
        <translation>改用 {model}。</translation>
    </message>
    <message>
        <source>{model} was retired.</source>
        <translation>{model} 已停用。</translation>
    </message>
    <message>
        <source>{model} is not listed any more.</source>
        <translation>{model} 已不在列表里。</translation>
    </message>
    <message>
        <source>The connection of {model} was removed.</source>
        <translation>{model} 的连接已删除。</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>No models yet. Connect a server first.</source>
        <translation>还没有模型，请先连接服务器。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Asking for models…</source>
        <translation>正在询问模型…</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>重新询问</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>默认模型</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>所有模型</translation>
    </message>
    <message>
        <source>Prices are estimates as of {date}. A price of your own comes first.</source>
        <translation>价格为 {date} 的估计值，您自己填写的价格优先。</translation>
    </message>
    <message>
        <source>Models and prices</source>
        <translation>模型与价格</translation>
    </message>
    <message>
        <source>Asking {names}…</source>
        <translation>正在询问 {names}…</translation>
    </message>
    <message>
        <source>No answer from {names}</source>
        <translation>{names} 没有回应</translation>
    </message>
    <message>
        <source>No model matches “{text}”.</source>
        <translation>没有与“{text}”相符的模型。</translation>
    </message>
    <message>
        <source>A price is a number, such as 2.50.</source>
        <translation>价格应是数字，例如 2.50。</translation>
    </message>
    <message>
        <source>Make it a favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Nobody says what it costs.</source>
        <translation>价格未知。</translation>
    </message>
    <message>
        <source>No longer a favourite</source>
        <translation>取消收藏</translation>
    </message>
    <message>
        <source>Question, per million tokens</source>
        <translation>提问，每百万词元</translation>
    </message>
    <message>
        <source>Answer, per million tokens</source>
        <translation>回答，每百万词元</translation>
    </message>
    <message>
        <source>Question from the cache</source>
        <translation>命中缓存的提问</translation>
    </message>
    <message>
        <source>Save my price</source>
        <translation>保存我的价格</translation>
    </message>
    <message>
        <source>Forget my price</source>
        <translation>清除我的价格</translation>
    </message>
    <message>
        <source>This price is yours.</source>
        <translation>这是您自己填写的价格。</translation>
    </message>
    <message>
        <source>The server says this price.</source>
        <translation>价格由服务器提供。</translation>
    </message>
    <message>
        <source>Estimate as of {date}.</source>
        <translation>{date} 的估计值。</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Go to {tab}</source>
        <translation>转到“{tab}”</translation>
    </message>
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
