<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Aloud</name>
    <message>
        <source>Read the last answer aloud, or stop</source>
        <translation>朗读最后一个回答，或停止</translation>
    </message>
    <message>
        <source>{server} reads this aloud: the text goes there and may cost money.</source>
        <translation>将由 {server} 朗读：文字会发送过去，可能产生费用。</translation>
    </message>
    <message>
        <source>Read it</source>
        <translation>朗读</translation>
    </message>
    <message>
        <source>There is no answer to read yet.</source>
        <translation>还没有可朗读的回答。</translation>
    </message>
    <message>
        <source>Save as a sound file</source>
        <translation>保存为音频文件</translation>
    </message>
    <message>
        <source>Save as a sound file…</source>
        <translation>保存为音频文件…</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation>已保存为“{name}”。</translation>
    </message>
    <message>
        <source>Cancel ({share} saved)</source>
        <translation>取消（已保存 {share}）</translation>
    </message>
    <message>
        <source>Read aloud</source>
        <translation>朗读</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Sentence {number} of {count}</source>
        <translation>第 {number} 句，共 {count} 句</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Sentence before</source>
        <translation>上一句</translation>
    </message>
    <message>
        <source>Next sentence</source>
        <translation>下一句</translation>
    </message>
    <message>
        <source>Text to read</source>
        <translation>要朗读的文字</translation>
    </message>
    <message>
        <source>Write, paste or drop a text to hear it.</source>
        <translation>输入、粘贴或拖入一段文字，即可朗读。</translation>
    </message>
    <message>
        <source>Hear this voice</source>
        <translation>试听这个声音</translation>
    </message>
    <message>
        <source>Language of the text</source>
        <translation>文字的语言</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>语速</translation>
    </message>
    <message>
        <source>Recognised: {language}</source>
        <translation>自动识别：{language}</translation>
    </message>
    <message>
        <source>{voice} of {server}</source>
        <translation>{server} 的 {voice}</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n 个 token</numerusform></translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} 个 token</translation>
    </message>
</context>
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
        <source>Attach files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>临时对话</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Do not say this again</source>
        <translation>不再提示这一条</translation>
    </message>
    <message>
        <source>You asked this before: “{question}”</source>
        <translation>你以前问过：“{question}”</translation>
    </message>
    <message>
        <source>no text in it</source>
        <translation>没有文字</translation>
    </message>
    <message>
        <source>preparing…</source>
        <translation>正在准备…</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) cannot be attached</source>
        <translation>
            <numerusform>%n 个文件无法添加</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>this model sees no pictures</source>
        <translation>此模型看不到图片</translation>
    </message>
    <message>
        <source>too big</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>not a kind that can be read</source>
        <translation>不支持的类型</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 页</numerusform>
        </translation>
    </message>
    <message>
        <source>its beginning only</source>
        <translation>仅开头部分</translation>
    </message>
    <message>
        <source>{done} of {count}</source>
        <translation>{done}/{count}</translation>
    </message>
    <message>
        <source>Pasted text.txt</source>
        <translation>粘贴的文字.txt</translation>
    </message>
    <message>
        <source>Pasted picture.png</source>
        <translation>粘贴的图片.png</translation>
    </message>
    <message>
        <source>{title} (fork)</source>
        <translation>{title}（分叉）</translation>
    </message>
    <message>
        <source>Forked. The old one stays as it was.</source>
        <translation>已分叉，原对话保持不变。</translation>
    </message>
    <message>
        <source>Deleted, with what followed.</source>
        <translation>已删除，连同其后的内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n 个来源</numerusform>
        </translation>
    </message>
    <message>
        <source>Searched files</source>
        <translation>已搜索文件</translation>
    </message>
    <message>
        <source>Ran code</source>
        <translation>已运行代码</translation>
    </message>
    <message>
        <source>not shown here yet, kept as it came</source>
        <translation>暂不支持显示，已原样保留</translation>
    </message>
    <message>
        <source>Function call</source>
        <translation>函数调用</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message numerus="yes">
        <source>Found in %n file(s)</source>
        <translation>
            <numerusform>在 %n 个文件中找到</numerusform>
        </translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>其他内容</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>No result yet</source>
        <translation>尚无结果</translation>
    </message>
    <message>
        <source>Opened a page</source>
        <translation>已打开网页</translation>
    </message>
    <message>
        <source>Searched in a page</source>
        <translation>已在网页中查找</translation>
    </message>
    <message>
        <source>Searched the web</source>
        <translation>已搜索网页</translation>
    </message>
    <message>
        <source>Searched for</source>
        <translation>搜索内容</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Manage prompts…</source>
        <translation>管理提示词…</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>最近的文件</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Place and camera are taken out of pictures before they are sent.</source>
        <translation>发送前会去除图片中的位置和相机信息。</translation>
    </message>
    <message numerus="yes">
        <source>Attach %n file(s)</source>
        <translation>
            <numerusform>添加 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Attach the picture</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>You will see first what of it goes in.</source>
        <translation>会先显示将添加哪些内容。</translation>
    </message>
    <message numerus="yes">
        <source>Attach %n item(s)</source>
        <translation>
            <numerusform>添加 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Insert the link</source>
        <translation>插入链接</translation>
    </message>
    <message>
        <source>Insert the text</source>
        <translation>插入文字</translation>
    </message>
    <message numerus="yes">
        <source>{names} and %n more</source>
        <translation>
            <numerusform>{names}，另有 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Attach the folder “{name}”</source>
        <translation>添加文件夹“{name}”</translation>
    </message>
    <message>
        <source>Attach “{name}”</source>
        <translation>添加“{name}”</translation>
    </message>
    <message>
        <source>This answer does not follow its JSON schema.</source>
        <translation>此回答不符合所要求的 JSON 结构。</translation>
    </message>
    <message>
        <source>This answer was cut at the length limit.</source>
        <translation>回答已达长度上限，被截断。</translation>
    </message>
    <message>
        <source>The model has called functions in every round it may have.</source>
        <translation>模型已用完可调用函数的全部轮次。</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>JSON, with every version</source>
        <translation>JSON，含所有版本</translation>
    </message>
    <message>
        <source>Export this conversation</source>
        <translation>导出此对话</translation>
    </message>
    <message>
        <source>This picture is not there.</source>
        <translation>图片不存在。</translation>
    </message>
    <message>
        <source>This picture cannot be read.</source>
        <translation>无法读取这张图片。</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Give the result</source>
        <translation>提供结果</translation>
    </message>
    <message>
        <source>You stopped this answer.</source>
        <translation>你停止了这个回答。</translation>
    </message>
    <message>
        <source>It is not JSON.</source>
        <translation>它不是 JSON。</translation>
    </message>
    <message>
        <source>You</source>
        <translation>我</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>思考过程</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Exported from Oriole on {when}</source>
        <translation>{when} 由黄鹂导出</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Exported as {name}.</source>
        <translation>已导出为 {name}。</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>made by tools</source>
        <translation>由工具生成</translation>
    </message>
    <message>
        <source>in .gitignore</source>
        <translation>被 .gitignore 排除</translation>
    </message>
    <message>
        <source>a link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>no permission</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>too many files</source>
        <translation>文件过多</translation>
    </message>
    <message>
        <source>Files of the folder</source>
        <translation>文件夹中的文件</translation>
    </message>
    <message>
        <source>Looking through the folder…</source>
        <translation>正在查看文件夹…</translation>
    </message>
    <message>
        <source>Nothing of it can be attached.</source>
        <translation>其中没有可以添加的内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n left out</source>
        <translation>
            <numerusform>%n 项未选</numerusform>
        </translation>
    </message>
    <message>
        <source>not all of it was looked at</source>
        <translation>未全部查看</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>about {tokens}</source>
        <translation>约 {tokens}</translation>
    </message>
    <message>
        <source>Empty bin</source>
        <translation>清空回收站</translation>
    </message>
    <message>
        <source>Delete everything here for good? Nothing brings it back.</source>
        <translation>彻底删除这里的全部内容？此操作无法撤销。</translation>
    </message>
    <message numerus="yes">
        <source>What is here is deleted for good after %n day(s).</source>
        <translation>
            <numerusform>这里的内容会在 %n 天后彻底删除。</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleted for good.</source>
        <translation>已彻底删除。</translation>
    </message>
    <message>
        <source>What is here stays until you delete it.</source>
        <translation>这里的内容会一直保留，直到你删除。</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Deleted for good. It is still in the backup {names}.</source>
        <translation>已彻底删除。备份 {names} 中仍有一份。</translation>
    </message>
    <message>
        <source>Pinned to the top.</source>
        <translation>已置顶。</translation>
    </message>
    <message>
        <source>Not pinned any more.</source>
        <translation>已取消置顶。</translation>
    </message>
    <message>
        <source>Moved to the archive.</source>
        <translation>已归档。</translation>
    </message>
    <message>
        <source>Back in the list.</source>
        <translation>已放回列表。</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Taken out of its folder.</source>
        <translation>已移出文件夹。</translation>
    </message>
    <message>
        <source>The folder is gone, its conversations are not.</source>
        <translation>文件夹已移除，其中的对话都还在。</translation>
    </message>
    <message numerus="yes">
        <source>Moved %n conversation(s) to the bin.</source>
        <translation>
            <numerusform>已将 %n 个对话移到回收站。</numerusform>
        </translation>
    </message>
    <message>
        <source>Moved to “{folder}”.</source>
        <translation>已移到“{folder}”。</translation>
    </message>
    <message>
        <source>Move to the archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Remove folder</source>
        <translation>移除文件夹</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>放回列表</translation>
    </message>
    <message>
        <source>No folder</source>
        <translation>不放入文件夹</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>移到</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message numerus="yes">
        <source>Folder, %n conversation(s)</source>
        <translation>
            <numerusform>文件夹，%n 个对话</numerusform>
        </translation>
    </message>
    <message>
        <source>Enter makes a folder</source>
        <translation>按 Enter 新建文件夹</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已收起</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已置顶</translation>
    </message>
    <message>
        <source>Temporary</source>
        <translation>临时</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>剩余 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter titles</source>
        <translation>筛选标题</translation>
    </message>
    <message>
        <source>Take out of its folder</source>
        <translation>移出文件夹</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>查找全部内容</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Nothing is archived.</source>
        <translation>没有已归档的对话。</translation>
    </message>
    <message>
        <source>Move to “{folder}”</source>
        <translation>移到“{folder}”</translation>
    </message>
    <message>
        <source>No title has “{text}” in it.</source>
        <translation>没有包含“{text}”的标题。</translation>
    </message>
    <message>
        <source>The connection of this chat was removed. {model} answers now.</source>
        <translation>此对话所用的连接已移除，现由 {model} 回答。</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>保存副本</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>保存副本…</translation>
    </message>
    <message>
        <source>{name} is not opened from here.</source>
        <translation>{name} 不能在此处打开。</translation>
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
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Recent file or conversation…</source>
        <translation>最近的文件或对话…</translation>
    </message>
    <message>
        <source>Files…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>From the clipboard</source>
        <translation>来自剪贴板</translation>
    </message>
    <message>
        <source>Attach a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Insert as text instead</source>
        <translation>改为插入文字</translation>
    </message>
    <message>
        <source>Show the files one by one</source>
        <translation>逐个显示文件</translation>
    </message>
    <message>
        <source>Show the folder as one</source>
        <translation>合并为一个文件夹</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>还有 %n 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n 个附件</numerusform>
        </translation>
    </message>
    <message>
        <source>Next:</source>
        <translation>下一条：</translation>
    </message>
    <message>
        <source>Then:</source>
        <translation>然后：</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
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
        <source>Switch to {model}</source>
        <translation>切换到 {model}</translation>
    </message>
    <message>
        <source>Nothing of it is stored. It ends with the program.</source>
        <translation>这里的内容不会保存，程序关闭后即消失。</translation>
    </message>
    <message>
        <source>It is sent as soon as everything attached is ready.</source>
        <translation>附件准备好后立即发送。</translation>
    </message>
    <message>
        <source>Not sent: take out what could not be attached, or try it again.</source>
        <translation>未发送：请移除无法添加的附件，或重试。</translation>
    </message>
    <message>
        <source>“{name}” is not attached any more.</source>
        <translation>已移除“{name}”。</translation>
    </message>
    <message>
        <source>Do not send yet</source>
        <translation>先不发送</translation>
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
    <name>Compare</name>
    <message>
        <source>Compare answers</source>
        <translation>比较回答</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation>保留这个</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>不选</translation>
    </message>
    <message>
        <source>Too long to compare word by word.</source>
        <translation>内容太长，无法逐词比较。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Ask too</source>
        <translation>同时询问</translation>
    </message>
    <message>
        <source>Choose one or two more models above: they answer the same question, side by side.</source>
        <translation>在上方再选一两个模型，它们会并排回答同一个问题。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Ask too:</source>
        <translation>同时询问：</translation>
    </message>
    <message>
        <source>Ask now</source>
        <translation>立即询问</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Enter opens it, Delete takes it out of the message</source>
        <translation>按 Enter 打开，按 Delete 移除</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>建议</translation>
    </message>
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
    <message>
        <source>Stop dictating</source>
        <translation>停止听写</translation>
    </message>
    <message>
        <source>Send after this answer</source>
        <translation>在本次回答后发送</translation>
    </message>
    <message>
        <source>Stop and send now</source>
        <translation>停止并立即发送</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Dictate, or hold to speak</source>
        <translation>听写（按住可边按边说）</translation>
    </message>
    <message>
        <source>Send…</source>
        <translation>发送…</translation>
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
        <source>Web search</source>
        <translation>联网搜索</translation>
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
        <translation>token 计数</translation>
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
        <translation>剩余 {left} / {all} 个 token</translation>
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
        <translation>剩余 {left} 个 token</translation>
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
    <name>Dictating</name>
    <message>
        <source>Dictation cancelled. What was said is kept in Speech.</source>
        <translation>听写已取消。所说内容保留在“语音”中。</translation>
    </message>
    <message>
        <source>Listening…</source>
        <translation>正在听…</translation>
    </message>
    <message>
        <source>Click into a text field first, then dictate.</source>
        <translation>请先点击一个文本框，再开始听写。</translation>
    </message>
    <message>
        <source>A recording is being made already. Stop it first.</source>
        <translation>正在录音，请先停止。</translation>
    </message>
    <message>
        <source>The field is gone. What was said is kept in Speech.</source>
        <translation>文本框已不在。所说内容保留在“语音”中。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>麦克风音量</translation>
    </message>
    <message>
        <source>Too loud: the sound is cut off</source>
        <translation>音量过大，声音被削波</translation>
    </message>
    <message>
        <source>{level} dBFS</source>
        <translation>{level} dBFS</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Nobody hears it now; the sound is kept</source>
        <translation>现在无法识别；录音已保留</translation>
    </message>
    <message>
        <source>Opening the microphone…</source>
        <translation>正在打开麦克风…</translation>
    </message>
    <message>
        <source>Writing the last words…</source>
        <translation>正在写下最后几句…</translation>
    </message>
    <message>
        <source>{name} writes as you speak</source>
        <translation>由{name}边说边写</translation>
    </message>
    <message>
        <source>{name} writes after each pause</source>
        <translation>由{name}在停顿后写出</translation>
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
        <source>The file cannot be written.</source>
        <translation>无法写入文件。</translation>
    </message>
    <message>
        <source>Choose another folder, or make room on the disk.</source>
        <translation>请选择其他文件夹，或腾出磁盘空间。</translation>
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
        <source>This model does not see pictures.</source>
        <translation>这个模型不能看图。</translation>
    </message>
    <message>
        <source>Choose a model that does. The picture will not be sent.</source>
        <translation>请换用能看图的模型。图片不会发送。</translation>
    </message>
    <message>
        <source>The budget of this month is used up.</source>
        <translation>本月预算已用完。</translation>
    </message>
    <message>
        <source>Nothing was sent. Choose a free model, or change the budget in the settings.</source>
        <translation>没有发送任何内容。请选择免费模型，或在设置中调整预算。</translation>
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
        <source>The built-in speech model only knows English.</source>
        <translation>内置语音模型只懂英语。</translation>
    </message>
    <message>
        <source>For other languages, connect a server that transcribes speech.</source>
        <translation>其他语言请连接能转写语音的服务器。</translation>
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
    <message>
        <source>This kind of file cannot be attached.</source>
        <translation>不能添加这种文件。</translation>
    </message>
    <message>
        <source>Pictures, PDF, Word (.docx), Excel (.xlsx), text and code can.</source>
        <translation>可以添加图片、PDF、Word（.docx）、Excel（.xlsx）、文本和代码。</translation>
    </message>
    <message>
        <source>This file is too large to attach.</source>
        <translation>这个文件太大，无法添加。</translation>
    </message>
    <message>
        <source>The limit is below. Attach a part of it, or a smaller copy.</source>
        <translation>上限见下方。请只添加其中一部分，或换用较小的副本。</translation>
    </message>
    <message>
        <source>This file is damaged.</source>
        <translation>这个文件已损坏。</translation>
    </message>
    <message>
        <source>It is incomplete or broken. Check it in its own program.</source>
        <translation>文件不完整或已破损。请用它自己的程序打开检查。</translation>
    </message>
    <message>
        <source>This document needs a password.</source>
        <translation>这个文档有密码保护。</translation>
    </message>
    <message>
        <source>Save a copy without the password and attach that.</source>
        <translation>请另存一份不带密码的副本，再添加。</translation>
    </message>
    <message>
        <source>This document is too complex to read.</source>
        <translation>这个文档过于复杂，无法读取。</translation>
    </message>
    <message>
        <source>Getting its text takes too long or too much memory. Attach a part of it.</source>
        <translation>提取文字耗时太长或占用内存过多。请只添加其中一部分。</translation>
    </message>
    <message>
        <source>What reads documents is not installed.</source>
        <translation>未安装读取文档所需的组件。</translation>
    </message>
    <message>
        <source>Set the program up again, or attach the document as text.</source>
        <translation>请重新安装程序，或把文档存为文本后再添加。</translation>
    </message>
    <message>
        <source>This document holds no text.</source>
        <translation>这个文档里没有文字。</translation>
    </message>
    <message>
        <source>It seems to be scanned. Attach its pages as pictures to a model that sees.</source>
        <translation>它可能是扫描件。请把页面存为图片，发给能看图的模型。</translation>
    </message>
    <message>
        <source>There is no sound to read in this file.</source>
        <translation>此文件中没有可读取的声音。</translation>
    </message>
    <message>
        <source>Wav, flac, mp3, ogg, opus, aiff, m4a, mp4, webm and mkv can be read.</source>
        <translation>可以读取 wav、flac、mp3、ogg、opus、aiff、m4a、mp4、webm 和 mkv。</translation>
    </message>
    <message>
        <source>This recording is longer than a day.</source>
        <translation>这段录音超过了一天。</translation>
    </message>
    <message>
        <source>Cut it into parts with another program, then add these.</source>
        <translation>请先用其他程序把它分成几段，再逐段添加。</translation>
    </message>
    <message>
        <source>What reads sound files does not start.</source>
        <translation>读取声音文件的组件无法启动。</translation>
    </message>
    <message>
        <source>Set the program up again, then start it anew.</source>
        <translation>请重新安装本程序，然后再次启动。</translation>
    </message>
    <message>
        <source>What opens the microphone is not installed.</source>
        <translation>未安装麦克风所需的组件。</translation>
    </message>
    <message>
        <source>Install the package libportaudio2 (Debian, Ubuntu) or portaudio (Fedora, Arch), then try again.</source>
        <translation>请安装软件包 libportaudio2（Debian、Ubuntu）或 portaudio（Fedora、Arch），然后重试。</translation>
    </message>
    <message>
        <source>There is no microphone.</source>
        <translation>没有麦克风。</translation>
    </message>
    <message>
        <source>Plug one in, or switch it on in the system’s sound settings, then try again.</source>
        <translation>请插入麦克风，或在系统的声音设置中启用，然后重试。</translation>
    </message>
    <message>
        <source>This program may not use the microphone.</source>
        <translation>本程序无权使用麦克风。</translation>
    </message>
    <message>
        <source>Allow it in the system’s privacy settings, then try again.</source>
        <translation>请在系统的隐私设置中允许，然后重试。</translation>
    </message>
    <message>
        <source>Another program is using the microphone.</source>
        <translation>麦克风正被其他程序占用。</translation>
    </message>
    <message>
        <source>Close it or choose another microphone, then try again.</source>
        <translation>请关闭该程序或换用其他麦克风，然后重试。</translation>
    </message>
    <message>
        <source>The microphone delivers only silence.</source>
        <translation>麦克风没有传来任何声音。</translation>
    </message>
    <message>
        <source>Check that it is plugged in, not muted, and that the system lets this program use it.</source>
        <translation>请检查麦克风是否已插好、未静音，以及系统是否允许本程序使用。</translation>
    </message>
    <message>
        <source>The microphone has stopped sending sound.</source>
        <translation>麦克风停止传送声音。</translation>
    </message>
    <message>
        <source>The system’s sound service does not respond. What was recorded is kept.</source>
        <translation>系统的声音服务没有响应。已录下的内容已保留。</translation>
    </message>
    <message>
        <source>The microphone is gone.</source>
        <translation>麦克风已断开。</translation>
    </message>
    <message>
        <source>It was unplugged, or the sound service ended. What was recorded is kept.</source>
        <translation>麦克风被拔出，或声音服务已中止。已录下的内容已保留。</translation>
    </message>
    <message>
        <source>There is no voice for this language.</source>
        <translation>没有会说这种语言的声音。</translation>
    </message>
    <message>
        <source>Install the package espeak-ng (on Windows and macOS a voice in the system’s settings), or connect a server that speaks.</source>
        <translation>请安装软件包 espeak-ng（在 Windows 和 macOS 上，请在系统设置中添加声音），或连接一个能朗读的服务器。</translation>
    </message>
    <message>
        <source>There is nothing to play sound on.</source>
        <translation>没有可以播放声音的设备。</translation>
    </message>
    <message>
        <source>Plug in a loudspeaker or headphones, or choose one in the system’s sound settings.</source>
        <translation>请接上音箱或耳机，或在系统声音设置中选择一个设备。</translation>
    </message>
    <message>
        <source>This kind of sound needs ffmpeg.</source>
        <translation>读取这种声音需要 ffmpeg。</translation>
    </message>
    <message>
        <source>Install the package “ffmpeg” as you install other programs, then try again. Wav, flac, mp3 and ogg need nothing.</source>
        <translation>请像安装其他程序一样安装软件包“ffmpeg”，然后重试。wav、flac、mp3 和 ogg 无需安装任何东西。</translation>
    </message>
    <message>
        <source>The sound could not be read.</source>
        <translation>无法读取声音。</translation>
    </message>
    <message>
        <source>It took too long or too much memory. Try again, or save it as wav or flac.</source>
        <translation>读取耗时太长或占用内存过多。请重试，或另存为 wav 或 flac。</translation>
    </message>
</context>
<context>
    <name>Find</name>
    <message>
        <source>Find in this conversation</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>第 {number} 个，共 {count} 个</translation>
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
    <name>Palette</name>
    <message>
        <source>{name}: {value}</source>
        <translation>{name}：{value}</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>谁说的</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Any model</source>
        <translation>任何模型</translation>
    </message>
    <message>
        <source>year-month-day</source>
        <translation>年-月-日</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>任何人</translation>
    </message>
    <message>
        <source>Me</source>
        <translation>我</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>任何时间</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Past week</source>
        <translation>最近一周</translation>
    </message>
    <message>
        <source>Past month</source>
        <translation>最近一个月</translation>
    </message>
    <message>
        <source>Past year</source>
        <translation>最近一年</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>自选日期…</translation>
    </message>
    <message>
        <source>Everywhere but the bin</source>
        <translation>回收站以外</translation>
    </message>
    <message>
        <source>Not archived</source>
        <translation>未归档</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>查找全部内容</translation>
    </message>
    <message>
        <source>Find in everything that was said</source>
        <translation>在所有说过的话里查找</translation>
    </message>
    <message>
        <source>Words from a question, an answer or a title</source>
        <translation>输入问题、回答或标题里的词</translation>
    </message>
    <message>
        <source>“In quotation marks” means exactly these words.</source>
        <translation>用英文引号 "…" 括起来，只找一模一样的词。</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>暂时没有找到</translation>
    </message>
    <message>
        <source>Try fewer or shorter words.</source>
        <translation>试试更少或更短的词。</translation>
    </message>
    <message>
        <source>Search without filters</source>
        <translation>去掉筛选再找</translation>
    </message>
    <message>
        <source>Search the bin</source>
        <translation>到回收站里找</translation>
    </message>
    <message>
        <source>Enter opens, Ctrl+Enter keeps this open</source>
        <translation>Enter 打开，Ctrl+Enter 打开后不关闭</translation>
    </message>
    <message>
        <source>You</source>
        <translation>我</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>a day of another year</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>找到 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing like that</source>
        <translation>没有符合的内容</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>a day of this year</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>Some messages cannot be searched on a read-only disk.</source>
        <translation>磁盘只读，部分消息无法查找。</translation>
    </message>
    <message>
        <source>Older messages are still being read: {share}</source>
        <translation>正在读取较早的消息：{share}</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Nothing with “{words}”</source>
        <translation>没有找到“{words}”</translation>
    </message>
    <message>
        <source>{found}, and more</source>
        <translation>{found}，还有更多</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>Enter runs it</source>
        <translation>Enter 执行</translation>
    </message>
    <message>
        <source>Nothing is called “{words}”</source>
        <translation>没有名为“{words}”的内容</translation>
    </message>
    <message>
        <source>Conversations cannot be read now.</source>
        <translation>现在读不到对话。</translation>
    </message>
    <message>
        <source>{title}, {row} of {count}</source>
        <translation>{title}，第 {row} 项，共 {count} 项</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Search the web</source>
        <translation>联网搜索</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Web search: this server has none</source>
        <translation>联网搜索：该服务器不支持</translation>
    </message>
    <message>
        <source>Web search is on</source>
        <translation>联网搜索已开启</translation>
    </message>
    <message numerus="yes">
        <source>Tools: %n on</source>
        <translation>
            <numerusform>工具：已开启 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Server decides</source>
        <translation>由服务器决定</translation>
    </message>
    <message>
        <source>Reset {name}</source>
        <translation>重置{name}</translation>
    </message>
    <message>
        <source>A whole number from {low} to {high}.</source>
        <translation>请输入 {low} 到 {high} 之间的整数。</translation>
    </message>
    <message>
        <source>Letters, digits, _ and - only, at most 64.</source>
        <translation>只能用字母、数字、_ 和 -，最多 64 个。</translation>
    </message>
    <message>
        <source>There is a function of this name already.</source>
        <translation>已有同名函数。</translation>
    </message>
    <message>
        <source>Name of the function</source>
        <translation>函数名称</translation>
    </message>
    <message>
        <source>Name, such as get_weather</source>
        <translation>名称，例如 get_weather</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>What it does, for the model</source>
        <translation>告诉模型它的作用</translation>
    </message>
    <message>
        <source>Arguments, as a JSON schema</source>
        <translation>参数（JSON Schema）</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Add a function</source>
        <translation>添加函数</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Who the model is, and how it should answer</source>
        <translation>模型是谁，应怎样回答</translation>
    </message>
    <message>
        <source>Use in new chats</source>
        <translation>也用于新对话</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>All parameters are reset.</source>
        <translation>已重置全部参数。</translation>
    </message>
    <message>
        <source>New chats begin with these parameters.</source>
        <translation>新对话将使用这些参数。</translation>
    </message>
    <message>
        <source>Previous call</source>
        <translation>上一个调用</translation>
    </message>
    <message>
        <source>Next call</source>
        <translation>下一个调用</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>第 {number} 个，共 {count} 个</translation>
    </message>
    <message>
        <source>Send result</source>
        <translation>发送结果</translation>
    </message>
    <message>
        <source>Result, as text or JSON</source>
        <translation>结果，文本或 JSON</translation>
    </message>
    <message>
        <source>The model asks for the result of {name}.</source>
        <translation>模型需要 {name} 的结果。</translation>
    </message>
    <message>
        <source>A title and facts</source>
        <translation>标题和要点</translation>
    </message>
    <message>
        <source>Rows of a table</source>
        <translation>表格的行</translation>
    </message>
    <message>
        <source>Yes or no, with a reason</source>
        <translation>是或否，附理由</translation>
    </message>
    <message>
        <source>Form of the answer</source>
        <translation>回答格式</translation>
    </message>
    <message>
        <source>JSON schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>JSON by a schema</source>
        <translation>按 Schema 的 JSON</translation>
    </message>
    <message>
        <source>When the model calls one, you give the result by hand.</source>
        <translation>模型调用时，由你手动填写结果。</translation>
    </message>
    <message>
        <source>Web search</source>
        <translation>联网搜索</translation>
    </message>
    <message>
        <source>The server searches and names its sources.</source>
        <translation>由服务器搜索并注明来源。</translation>
    </message>
    <message>
        <source>Your functions</source>
        <translation>自定义函数</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Longest answer, in tokens</source>
        <translation>回答长度上限（token）</translation>
    </message>
    <message>
        <source>Reasoning effort</source>
        <translation>推理强度</translation>
    </message>
    <message>
        <source>Verbosity</source>
        <translation>详略</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Minimal</source>
        <translation>极低</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Very high</source>
        <translation>很高</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>{model} decides its own temperature.</source>
        <translation>{model} 自行决定温度。</translation>
    </message>
    <message>
        <source>{model} decides its own sampling.</source>
        <translation>{model} 自行决定采样方式。</translation>
    </message>
    <message>
        <source>{model} takes no limit.</source>
        <translation>{model} 不接受长度上限。</translation>
    </message>
    <message>
        <source>{model} decides how long it thinks.</source>
        <translation>{model} 自行决定思考多久。</translation>
    </message>
    <message>
        <source>{model} decides how much it says.</source>
        <translation>{model} 自行决定回答详略。</translation>
    </message>
    <message>
        <source>{model} takes no seed.</source>
        <translation>{model} 不接受随机种子。</translation>
    </message>
    <message>
        <source>{model} does not answer in JSON schemas.</source>
        <translation>{model} 不支持按 JSON Schema 回答。</translation>
    </message>
    <message>
        <source>{model} does not search the web.</source>
        <translation>{model} 不支持联网搜索。</translation>
    </message>
    <message>
        <source>{model} cannot call functions.</source>
        <translation>{model} 不能调用函数。</translation>
    </message>
    <message>
        <source>{model} does not think before it answers.</source>
        <translation>{model} 回答前不会思考。</translation>
    </message>
    <message>
        <source>{server} does not search the web.</source>
        <translation>{server} 不提供联网搜索。</translation>
    </message>
    <message>
        <source>{server} does not offer function calls.</source>
        <translation>{server} 不提供函数调用。</translation>
    </message>
    <message>
        <source>The built-in engine does not control thinking.</source>
        <translation>内置引擎无法控制思考强度。</translation>
    </message>
    <message>
        <source>The built-in engine has no such control.</source>
        <translation>内置引擎没有这项控制。</translation>
    </message>
    <message>
        <source>The built-in engine stays offline.</source>
        <translation>内置引擎不联网。</translation>
    </message>
    <message>
        <source>The built-in model cannot call functions.</source>
        <translation>内置模型不能调用函数。</translation>
    </message>
    <message>
        <source>The Responses API takes no seed.</source>
        <translation>Responses API 不接受随机种子。</translation>
    </message>
    <message>
        <source>A schema is a JSON object of moderate size.</source>
        <translation>Schema 应是一个大小适中的 JSON 对象。</translation>
    </message>
    <message>
        <source>The built-in model keeps to the form, but what it says is often wrong.</source>
        <translation>内置模型能遵守格式，但内容常有错误。</translation>
    </message>
    <message>
        <source>Date and time</source>
        <translation>日期和时间</translation>
    </message>
    <message>
        <source>Tells the model what time it is.</source>
        <translation>让模型知道现在的时间。</translation>
    </message>
    <message>
        <source>Calculator</source>
        <translation>计算器</translation>
    </message>
    <message>
        <source>Arithmetic without mistakes.</source>
        <translation>算术不出错。</translation>
    </message>
    <message>
        <source>Search my conversations</source>
        <translation>搜索我的对话</translation>
    </message>
    <message>
        <source>The model looks up what was said before. Its server sees what is found.</source>
        <translation>模型会查找以前的对话内容，其服务器能看到找到的内容。</translation>
    </message>
    <message>
        <source>This is not JSON: look at line {line}.</source>
        <translation>这不是 JSON：请看第 {line} 行。</translation>
    </message>
    <message>
        <source>This is not JSON.</source>
        <translation>这不是 JSON。</translation>
    </message>
    <message>
        <source>This is no JSON schema.</source>
        <translation>这不是有效的 JSON Schema。</translation>
    </message>
    <message>
        <source>Server decides, at most {count}</source>
        <translation>由服务器决定，最多 {count}</translation>
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
    <name>Playground</name>
    <message>
        <source>Request and response</source>
        <translation>请求与响应</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>The chosen event</source>
        <translation>选中的事件</translation>
    </message>
    <message>
        <source>With the files ({size})</source>
        <translation>包含文件（{size}）</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>响应</translation>
    </message>
    <message>
        <source>Round {number} of {count}</source>
        <translation>第 {number} 轮，共 {count} 轮</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Hide headers</source>
        <translation>隐藏标头</translation>
    </message>
    <message>
        <source>The answer is being made: what comes back is shown when it has ended.</source>
        <translation>正在生成回答：结束后会显示返回的内容。</translation>
    </message>
    <message>
        <source>Copy as…</source>
        <translation>复制为…</translation>
    </message>
    <message>
        <source>Copy this text</source>
        <translation>复制此文本</translation>
    </message>
    <message>
        <source>Body of the request</source>
        <translation>请求正文</translation>
    </message>
    <message>
        <source>Undo changes</source>
        <translation>撤销修改</translation>
    </message>
    <message>
        <source>Send as a new version</source>
        <translation>作为新版本发送</translation>
    </message>
    <message>
        <source>Show headers ({count})</source>
        <translation>显示标头（{count}）</translation>
    </message>
    <message>
        <source>Only the first 16 MB of the answer are kept.</source>
        <translation>只保留了回答的前 16 MB。</translation>
    </message>
    <message>
        <source>Events ({count})</source>
        <translation>事件（{count}）</translation>
    </message>
    <message>
        <source>Nothing is kept of what was sent for this answer: it is too old, or the settings say so. This is how it would be asked now.</source>
        <translation>这条回答的收发内容没有保留：时间已久，或设置为不保留。以下是现在会发送的请求。</translation>
    </message>
    <message>
        <source>This answer was imported: nothing was sent for it here. This is how it would be asked now.</source>
        <translation>这条回答是导入的，本程序没有为它发送过请求。以下是现在会发送的请求。</translation>
    </message>
    <message>
        <source>The messages are no longer exactly those that were sent: a file was deleted, or the conversation summarised since.</source>
        <translation>消息与当时发送的已不完全相同：之后有文件被删除，或对话被总结过。</translation>
    </message>
    <message>
        <source>The body must be a JSON object: { … }.</source>
        <translation>正文必须是一个 JSON 对象：{ … }。</translation>
    </message>
    <message>
        <source>Only the first round can be sent again: the later ones follow from the answer.</source>
        <translation>只有第一轮可以重新发送：后面各轮由回答产生。</translation>
    </message>
    <message>
        <source>Of the question only the text can be changed here. Attach files in the conversation.</source>
        <translation>这里只能修改问题的文字。请在对话中添加附件。</translation>
    </message>
    <message>
        <source>The last question is empty.</source>
        <translation>最后一个问题是空的。</translation>
    </message>
    <message>
        <source>“model” must name a model.</source>
        <translation>“model” 必须是一个模型的名称。</translation>
    </message>
    <message>
        <source>The built-in model understands English only: choose another model.</source>
        <translation>内置模型只懂英语：请选择其他模型。</translation>
    </message>
    <message>
        <source>The conversation is in the bin: restore it first.</source>
        <translation>对话在回收站中：请先恢复。</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>无响应</translation>
    </message>
    <message>
        <source>This is no valid JSON.</source>
        <translation>这不是有效的 JSON。</translation>
    </message>
    <message>
        <source>The messages must be a list, as they were.</source>
        <translation>消息必须仍是一个列表。</translation>
    </message>
    <message>
        <source>first byte {time}</source>
        <translation>首字节 {time}</translation>
    </message>
    <message>
        <source>first token {time}</source>
        <translation>首个 token {time}</translation>
    </message>
    <message>
        <source>total {time}</source>
        <translation>总计 {time}</translation>
    </message>
    <message>
        <source>No valid JSON at line {line}, column {column}.</source>
        <translation>第 {line} 行第 {column} 列不是有效的 JSON。</translation>
    </message>
    <message>
        <source>Message {number} cannot be changed here, only the instructions and the last question.</source>
        <translation>第 {number} 条消息不能在这里修改，只能修改指令和最后一个问题。</translation>
    </message>
    <message>
        <source>{size} received</source>
        <translation>已接收 {size}</translation>
    </message>
    <message>
        <source>{size} sent</source>
        <translation>已发送 {size}</translation>
    </message>
    <message>
        <source>{count} tokens/s</source>
        <translation>{count} token/秒</translation>
    </message>
    <message>
        <source>request id {id}</source>
        <translation>请求 ID {id}</translation>
    </message>
    <message>
        <source>There is no answer yet.</source>
        <translation>还没有回答。</translation>
    </message>
</context>
<context>
    <name>Prompts</name>
    <message>
        <source>Export prompts…</source>
        <translation>导出提示词…</translation>
    </message>
    <message>
        <source>Import prompts…</source>
        <translation>导入提示词…</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>{{name}} is asked for when the prompt is used, {{name|value}} begins with a value; {{clipboard}} and {{date}} fill themselves.</source>
        <translation>使用时会询问 {{name}}，{{name|value}} 以给定的值开始；{{clipboard}} 和 {{date}} 自动填写。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Type / at the beginning of a line to use one.</source>
        <translation>在行首输入 / 即可使用。</translation>
    </message>
    <message>
        <source>No prompts yet.</source>
        <translation>还没有提示词。</translation>
    </message>
    <message>
        <source>Export prompts</source>
        <translation>导出提示词</translation>
    </message>
    <message>
        <source>Import prompts</source>
        <translation>导入提示词</translation>
    </message>
    <message>
        <source>Search prompts</source>
        <translation>搜索提示词</translation>
    </message>
    <message>
        <source>New prompt</source>
        <translation>新建提示词</translation>
    </message>
    <message>
        <source>A JSON file with names and texts.</source>
        <translation>包含名称和文字的 JSON 文件。</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) added.</source>
        <translation>
            <numerusform>已添加 %n 个提示词。</numerusform>
        </translation>
    </message>
    <message>
        <source>No prompt matches “{text}”.</source>
        <translation>没有匹配“{text}”的提示词。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
    <message>
        <source>“{name}” is deleted.</source>
        <translation>已删除“{name}”。</translation>
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
        <source>All conversations with every version and file, checked after writing. Files of ChatGPT and Claude can be imported, too; what is here already stays as it is.</source>
        <translation>所有对话及其全部版本和文件，写完后会校验。也可以导入 ChatGPT 和 Claude 的导出文件；已有的内容保持不变。</translation>
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
        <source>Everything in one file</source>
        <translation>全部内容存为一个文件</translation>
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
    <message numerus="yes">
        <source>After %n day(s)</source>
        <translation>
            <numerusform>%n 天后</numerusform>
        </translation>
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
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Always as text</source>
        <translation>总是作为文字</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Export everything…</source>
        <translation>导出全部…</translation>
    </message>
    <message>
        <source>Import conversations…</source>
        <translation>导入对话…</translation>
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
        <source>Attached from {count} characters</source>
        <translation>达到 {count} 个字符时作为附件</translation>
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
        <source>For ever</source>
        <translation>永久</translation>
    </message>
    <message numerus="yes">
        <source>For %n day(s)</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Long pasted text</source>
        <translation>粘贴的长文字</translation>
    </message>
    <message>
        <source>Becomes an attachment instead of filling the field.</source>
        <translation>变成附件，不占满输入框。</translation>
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
        <source>Pictures shown without asking</source>
        <translation>无需询问即显示的图片</translation>
    </message>
    <message>
        <source>Their servers learn that you read the answer they are in.</source>
        <translation>提供图片的服务器会得知您阅读了相应的回答。</translation>
    </message>
    <message>
        <source>Empty the bin</source>
        <translation>清空回收站</translation>
    </message>
    <message>
        <source>What you deleted is then gone for good.</source>
        <translation>届时删除的内容将无法恢复。</translation>
    </message>
    <message>
        <source>Keep requests and responses</source>
        <translation>保留请求与响应</translation>
    </message>
    <message>
        <source>What went over the wire for each answer, without keys and files.</source>
        <translation>每条回答实际收发的内容，不含密钥和文件。</translation>
    </message>
    <message>
        <source>Leave out the oldest messages when they do not fit</source>
        <translation>放不下时略去最早的消息</translation>
    </message>
    <message>
        <source>The conversation shows where what is sent begins.</source>
        <translation>对话中会标出从哪里开始发送。</translation>
    </message>
    <message>
        <source>Budget a month, in US dollars</source>
        <translation>每月预算（美元）</translation>
    </message>
    <message>
        <source>Then questions to paid models are held back. Empty: there is no budget.</source>
        <translation>用完后不再向付费模型提问。留空表示不设预算。</translation>
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
    <message numerus="yes">
        <source>After %n second(s) of silence</source>
        <translation>
            <numerusform>静音 %n 秒后</numerusform>
        </translation>
    </message>
    <message>
        <source>Only when I stop it</source>
        <translation>仅由我停止</translation>
    </message>
    <message>
        <source>Until the text is there</source>
        <translation>到文字写好为止</translation>
    </message>
    <message>
        <source>Language that is spoken</source>
        <translation>所说的语言</translation>
    </message>
    <message>
        <source>Fewer mistakes when it is known. The built-in engine knows English.</source>
        <translation>选定后错误更少。内置引擎只懂英语。</translation>
    </message>
    <message>
        <source>End of a dictation</source>
        <translation>结束听写</translation>
    </message>
    <message>
        <source>What was said before is always written.</source>
        <translation>之前说的话一定会写下来。</translation>
    </message>
    <message>
        <source>Spoken punctuation</source>
        <translation>口述标点</translation>
    </message>
    <message>
        <source>“Comma” and “new line” become what they mean.</source>
        <translation>说“逗号”“换行”，就写成逗号和换行。</translation>
    </message>
    <message>
        <source>Keep the sound of dictations</source>
        <translation>保留听写的录音</translation>
    </message>
    <message>
        <source>Notes keep theirs until you delete them. Your files are never touched.</source>
        <translation>笔记的录音保留到你删除为止。你自己的文件绝不会动。</translation>
    </message>
    <message>
        <source>Speed of reading aloud</source>
        <translation>朗读语速</translation>
    </message>
    <message>
        <source>Voices are chosen by language in Speech, Read aloud.</source>
        <translation>各语言的声音可在“语音 › 朗读”中选择。</translation>
    </message>
    <message>
        <source>Recognise it</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>Cancelled. What came in so far stays; the same file goes on there.</source>
        <translation>已取消。已导入的内容会保留；再次导入同一文件会接着进行。</translation>
    </message>
    <message>
        <source>Imported.</source>
        <translation>已导入。</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n 个对话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) could not be taken:</source>
        <translation>
            <numerusform>有 %n 项未能导入：</numerusform>
        </translation>
    </message>
    <message>
        <source>Archives (*.zip *.json)</source>
        <translation>归档文件 (*.zip *.json)</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was written.</source>
        <translation>已取消，没有写入任何内容。</translation>
    </message>
    <message>
        <source>Exported and checked.</source>
        <translation>已导出并校验。</translation>
    </message>
    <message>
        <source>{name}, {size} MB</source>
        <translation>{name}，{size} MB</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>新增 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Export everything</source>
        <translation>导出全部</translation>
    </message>
    <message>
        <source>Import conversations</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>Checking what was written…</source>
        <translation>正在校验写入的内容…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message numerus="yes">
        <source>%n here already</source>
        <translation>
            <numerusform>已有 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Look at its settings</source>
        <translation>查看其中的设置</translation>
    </message>
    <message>
        <source>{font} (not on this computer)</source>
        <translation>{font}（这台电脑上没有）</translation>
    </message>
    <message>
        <source>Remove {host}</source>
        <translation>移除 {host}</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>不设预算</translation>
    </message>
    <message>
        <source>Accent: {colour}</source>
        <translation>强调色：{colour}</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>语音</translation>
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
        <source>Follow the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Follow the system ({name})</source>
        <translation>跟随系统（{name}）</translation>
    </message>
    <message>
        <source>{name} (not there)</source>
        <translation>{name}（未连接）</translation>
    </message>
    <message>
        <source>Test the microphone</source>
        <translation>测试麦克风</translation>
    </message>
    <message>
        <source>Play what was heard</source>
        <translation>播放刚才的录音</translation>
    </message>
    <message>
        <source>It listens for ten seconds. Nothing is kept or sent.</source>
        <translation>试听十秒，不保存，也不发送。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop playing</source>
        <translation>停止播放</translation>
    </message>
    <message>
        <source>A dictation has the microphone now.</source>
        <translation>听写正在使用麦克风。</translation>
    </message>
    <message>
        <source>Opening the microphone…</source>
        <translation>正在打开麦克风…</translation>
    </message>
    <message numerus="yes">
        <source>Speak as you will dictate. %n second(s) left.</source>
        <translation>
            <numerusform>请像听写时那样说话。还剩 %n 秒。</numerusform>
        </translation>
    </message>
    <message>
        <source>Good: loud and clear.</source>
        <translation>很好：清晰响亮。</translation>
    </message>
    <message>
        <source>Nothing was heard. Check that the microphone is not muted, or choose another one.</source>
        <translation>什么也没听到。请检查麦克风是否静音，或换一个麦克风。</translation>
    </message>
    <message>
        <source>Too quiet: come closer, or raise the microphone in the system’s sound settings.</source>
        <translation>声音太小：请靠近一些，或在系统声音设置中调高麦克风音量。</translation>
    </message>
    <message>
        <source>Too loud: move away, or lower the microphone in the system’s sound settings.</source>
        <translation>声音太大：请离远一些，或在系统声音设置中调低麦克风音量。</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>Turned into text by</source>
        <translation>由谁转成文字</translation>
    </message>
    <message>
        <source>Model for speech</source>
        <translation>语音模型</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Now: the built-in engine, in English. Nothing is sent.</source>
        <translation>目前：内置引擎，英语。不发送任何内容。</translation>
    </message>
    <message>
        <source>The built-in engine only knows English.</source>
        <translation>内置引擎只懂英语。</translation>
    </message>
    <message>
        <source>Text shows while you speak.</source>
        <translation>边说边显示文字。</translation>
    </message>
    <message>
        <source>Text shows after each sentence.</source>
        <translation>每句话说完后显示文字。</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>显示模型</translation>
    </message>
    <message>
        <source>Now: {name}, which gets the sound.</source>
        <translation>目前：{name}，声音会发送给它。</translation>
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
        <translation>提问，每百万 token</translation>
    </message>
    <message>
        <source>Answer, per million tokens</source>
        <translation>回答，每百万 token</translation>
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
        <source>Find anything</source>
        <translation>查找全部内容</translation>
    </message>
    <message>
        <source>Dictate</source>
        <translation>听写</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
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
    <name>Speech</name>
    <message>
        <source>Recording</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Start or stop recording</source>
        <translation>开始或停止录音</translation>
    </message>
    <message>
        <source>Transcribe files</source>
        <translation>转写音频文件</translation>
    </message>
    <message>
        <source>Search transcripts</source>
        <translation>搜索转写</translation>
    </message>
    <message>
        <source>Dictate</source>
        <translation>听写</translation>
    </message>
    <message>
        <source>Files to transcribe</source>
        <translation>待转写的文件</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>Microphone, language, silence</source>
        <translation>麦克风、语言、静音</translation>
    </message>
    <message>
        <source>As the system has set it</source>
        <translation>跟随系统设置</translation>
    </message>
    <message>
        <source>Ends only when you stop it</source>
        <translation>只在你停止时结束</translation>
    </message>
    <message>
        <source>The microphone opens.</source>
        <translation>正在打开麦克风。</translation>
    </message>
    <message>
        <source>Paused. The microphone is closed.</source>
        <translation>已暂停，麦克风已关闭。</translation>
    </message>
    <message>
        <source>The last words are written down.</source>
        <translation>正在写下最后的话。</translation>
    </message>
    <message>
        <source>Stops after {seconds} s of silence</source>
        <translation>静音 {seconds} 秒后停止</translation>
    </message>
    <message>
        <source>Nobody hears this language yet: connect a server that does.</source>
        <translation>还无法识别这种语言：请连接支持它的服务器。</translation>
    </message>
    <message>
        <source>The text is copied.</source>
        <translation>文字已复制。</translation>
    </message>
    <message>
        <source>Connect a server for more languages</source>
        <translation>连接服务器以支持更多语言</translation>
    </message>
    <message>
        <source>nobody hears it yet</source>
        <translation>尚无法识别</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>说话内容</translation>
    </message>
    <message>
        <source>Too loud</source>
        <translation>声音过大</translation>
    </message>
    <message>
        <source>Read aloud</source>
        <translation>朗读</translation>
    </message>
    <message>
        <source>The sound is on disk while you speak, and stays until you delete it.</source>
        <translation>你说话时声音就写入磁盘，直到你删除为止。</translation>
    </message>
    <message>
        <source>Send to chat</source>
        <translation>发到聊天</translation>
    </message>
    <message>
        <source>Stop and send to chat</source>
        <translation>停止并发到聊天</translation>
    </message>
    <message>
        <source>What you say appears here and is kept in the list at the left.</source>
        <translation>你说的话会显示在这里，并保存在左侧列表中。</translation>
    </message>
    <message>
        <source>Press the button, and speak.</source>
        <translation>按下按钮，然后说话。</translation>
    </message>
    <message>
        <source>Open the transcript</source>
        <translation>打开转写</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>复制文字</translation>
    </message>
    <message>
        <source>Press the button or {keys}, and speak.</source>
        <translation>按下按钮或 {keys}，然后说话。</translation>
    </message>
    <message>
        <source>The microphone opens</source>
        <translation>正在打开麦克风</translation>
    </message>
    <message>
        <source>The last words are written down</source>
        <translation>正在写下最后的话</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>停止录音</translation>
    </message>
    <message>
        <source>Record a note</source>
        <translation>录制笔记</translation>
    </message>
    <message>
        <source>Choose a microphone</source>
        <translation>选择麦克风</translation>
    </message>
    <message>
        <source>Record again</source>
        <translation>重新录制</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>重新发送</translation>
    </message>
    <message numerus="yes">
        <source>Transcribe %n file(s)</source>
        <translation>
            <numerusform>转写 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Your files stay where they are.</source>
        <translation>你的文件留在原处。</translation>
    </message>
    <message>
        <source>Transcribe “{name}”</source>
        <translation>转写“{name}”</translation>
    </message>
    <message>
        <source>Drop sound files or films here</source>
        <translation>把音频或视频文件拖到这里</translation>
    </message>
    <message>
        <source>Wav, flac, mp3, ogg, opus, aiff; with ffmpeg also m4a, mp4, webm, mkv. Of any length: what was heard is kept, and goes on after a break.</source>
        <translation>支持 wav、flac、mp3、ogg、opus、aiff；装有 ffmpeg 时还支持 m4a、mp4、webm、mkv。长度不限：已识别的内容会保留，中断后可继续。</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Not taken: {names}</source>
        <translation>未采用：{names}</translation>
    </message>
    <message>
        <source>Sounds and films</source>
        <translation>音频和视频</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Transcribe</source>
        <translation>转写</translation>
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
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Stop transcribing</source>
        <translation>停止转写</translation>
    </message>
    <message numerus="yes">
        <source>Moved %n recording(s) to the bin.</source>
        <translation>
            <numerusform>已将 %n 条录音移到回收站。</numerusform>
        </translation>
    </message>
    <message>
        <source>Moved to the bin.</source>
        <translation>已移到回收站。</translation>
    </message>
    <message>
        <source>Space tries again</source>
        <translation>按空格键重试</translation>
    </message>
    <message>
        <source>Notes that you dictate and files that you transcribe appear here, kept on this computer only.</source>
        <translation>你听写的笔记和转写的文件会出现在这里，只保存在这台电脑上。</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>No recording is in the bin.</source>
        <translation>回收站里没有录音。</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Nothing with “{text}” in it was said.</source>
        <translation>没有找到包含“{text}”的内容。</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Language that is spoken</source>
        <translation>所说的语言</translation>
    </message>
    <message>
        <source>With “Summarise this”</source>
        <translation>附上“总结”</translation>
    </message>
    <message>
        <source>With “Write minutes”</source>
        <translation>附上“写会议纪要”</translation>
    </message>
    <message>
        <source>With “Translate this”</source>
        <translation>附上“翻译”</translation>
    </message>
    <message>
        <source>The text alone</source>
        <translation>仅文字</translation>
    </message>
    <message>
        <source>Summarise this transcript.</source>
        <translation>请总结这份转写。</translation>
    </message>
    <message>
        <source>Write minutes of this transcript: topics, decisions, who does what by when.</source>
        <translation>请根据这份转写撰写会议纪要：议题、决定，以及谁在何时之前做什么。</translation>
    </message>
    <message>
        <source>Translate this transcript into English.</source>
        <translation>请把这份转写翻译成英文。</translation>
    </message>
    <message>
        <source>There is no text to send yet.</source>
        <translation>还没有可发送的文字。</translation>
    </message>
    <message>
        <source>The sound is kept. What is missing can be transcribed now.</source>
        <translation>声音已保存，缺少的部分现在可以转写。</translation>
    </message>
    <message>
        <source>Nothing was said</source>
        <translation>没有说话内容</translation>
    </message>
    <message>
        <source>Transcribing</source>
        <translation>正在转写</translation>
    </message>
    <message>
        <source>Heard on this computer by the built-in engine: English only.</source>
        <translation>由本机内置引擎识别：仅支持英语。</translation>
    </message>
    <message>
        <source>Built-in engine</source>
        <translation>内置引擎</translation>
    </message>
    <message>
        <source>Any language</source>
        <translation>任何语言</translation>
    </message>
    <message>
        <source>{seconds} s left</source>
        <translation>剩 {seconds} 秒</translation>
    </message>
    <message>
        <source>Dictation, {time}</source>
        <translation>听写 {time}</translation>
    </message>
    <message>
        <source>Recording now</source>
        <translation>正在录音</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>正在排队</translation>
    </message>
    <message>
        <source>Not transcribed yet</source>
        <translation>尚未转写</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Transcribing, {percent}%</source>
        <translation>转写中 {percent}%</translation>
    </message>
    <message>
        <source>Heard by {name}: the sound is sent there.</source>
        <translation>由 {name} 识别：声音会发送到那里。</translation>
    </message>
    <message>
        <source>{name}, live</source>
        <translation>{name}，实时</translation>
    </message>
    <message>
        <source>Listening. Faded words may still change.</source>
        <translation>正在听。浅色文字还可能变化。</translation>
    </message>
    <message>
        <source>Listening. The text comes after each sentence.</source>
        <translation>正在听。每句话说完后出现文字。</translation>
    </message>
    <message>
        <source>Nobody hears it now. The sound is kept for later.</source>
        <translation>现在无法识别。声音已保存，可稍后转写。</translation>
    </message>
    <message>
        <source>{hours} h left</source>
        <translation>剩 {hours} 小时</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>剩 {minutes} 分钟</translation>
    </message>
    <message>
        <source>Note, {time}</source>
        <translation>笔记 {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n speaker(s)</source>
        <translation>
            <numerusform>%n 位发言人</numerusform>
        </translation>
    </message>
    <message>
        <source>{name}, after each sentence</source>
        <translation>{name}，逐句</translation>
    </message>
    <message>
        <source>Failed: {reason}</source>
        <translation>失败：{reason}</translation>
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
    <message>
        <source>Speech</source>
        <translation>语音</translation>
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
        <source>Merge with the line before</source>
        <translation>与上一行合并</translation>
    </message>
    <message>
        <source>Merge with the line after</source>
        <translation>与下一行合并</translation>
    </message>
    <message>
        <source>Speaker</source>
        <translation>说话人</translation>
    </message>
    <message>
        <source>New speaker</source>
        <translation>新说话人</translation>
    </message>
    <message>
        <source>Play from here</source>
        <translation>从这里播放</translation>
    </message>
    <message>
        <source>Edit text</source>
        <translation>编辑文字</translation>
    </message>
    <message>
        <source>Text of this line</source>
        <translation>这一行的文字</translation>
    </message>
    <message>
        <source>Export this transcript</source>
        <translation>导出这份文字稿</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Subtitles</source>
        <translation>字幕</translation>
    </message>
    <message>
        <source>Web subtitles</source>
        <translation>网页字幕</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Word document</source>
        <translation>Word 文档</translation>
    </message>
    <message>
        <source>Export as</source>
        <translation>导出为</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Speaker names</source>
        <translation>说话人姓名</translation>
    </message>
    <message>
        <source>Exported as {name}.</source>
        <translation>已导出为 {name}。</translation>
    </message>
    <message>
        <source>Find in this transcript</source>
        <translation>在这份文字稿中查找</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Title of the recording</source>
        <translation>录音的标题</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Send to chat</source>
        <translation>发到聊天</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>文字稿</translation>
    </message>
    <message>
        <source>{name}, {time}: {text}</source>
        <translation>{name}，{time}：{text}</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Speed: {speed}</source>
        <translation>速度：{speed}</translation>
    </message>
    <message>
        <source>Previous line</source>
        <translation>上一行</translation>
    </message>
    <message>
        <source>Back 5 s</source>
        <translation>后退 5 秒</translation>
    </message>
    <message>
        <source>Forward 5 s</source>
        <translation>前进 5 秒</translation>
    </message>
    <message>
        <source>Next line</source>
        <translation>下一行</translation>
    </message>
    <message>
        <source>{name}, {percent}%</source>
        <translation>{name}，{percent}%</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Rename or merge</source>
        <translation>重命名或合并</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>说话人</translation>
    </message>
    <message>
        <source>Name of the speaker</source>
        <translation>说话人的姓名</translation>
    </message>
    <message>
        <source>Merge into {name}</source>
        <translation>并入 {name}</translation>
    </message>
    <message>
        <source>Translate to English</source>
        <translation>翻译成英语</translation>
    </message>
    <message>
        <source>There is no text yet.</source>
        <translation>还没有文字。</translation>
    </message>
    <message>
        <source>The sound is not there any more. The text stays as it is.</source>
        <translation>声音文件已不在，文字保持不变。</translation>
    </message>
    <message>
        <source>The text is copied.</source>
        <translation>文字已复制。</translation>
    </message>
    <message>
        <source>Speaker {number}</source>
        <translation>说话人 {number}</translation>
    </message>
    <message>
        <source>{time} of {length}</source>
        <translation>{time}，共 {length}</translation>
    </message>
    <message>
        <source>Place in the recording</source>
        <translation>录音中的位置</translation>
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
        <source>Regenerate with another model…</source>
        <translation>换模型重新生成…</translation>
    </message>
    <message>
        <source>Read aloud</source>
        <translation>朗读</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>对比…</translation>
    </message>
    <message>
        <source>Fork into a new conversation</source>
        <translation>分叉为新对话</translation>
    </message>
    <message>
        <source>Show request and response</source>
        <translation>查看请求与响应</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Stop reading aloud</source>
        <translation>停止朗读</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话内容</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>已丢失</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>还有 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>隐藏详情</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>显示详情</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n source(s)</source>
        <translation>
            <numerusform>显示全部 %n 个来源</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show more (%n)</source>
        <translation>
            <numerusform>再显示一些（还有 %n 项）</numerusform>
        </translation>
    </message>
    <message>
        <source>Close {name}</source>
        <translation>收起 {name}</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>展开 {name}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n line(s)</source>
        <translation>
            <numerusform>显示全部 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the beginning only</source>
        <translation>只显示开头</translation>
    </message>
    <message>
        <source>Line numbers</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>自动换行</translation>
    </message>
    <message>
        <source>Save code as a file</source>
        <translation>将代码存为文件</translation>
    </message>
    <message>
        <source>mermaid, shown as text</source>
        <translation>mermaid，以文本显示</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>There is no picture at this address.</source>
        <translation>此地址没有图片。</translation>
    </message>
    <message>
        <source>This picture is too large.</source>
        <translation>图片过大。</translation>
    </message>
    <message>
        <source>Pictures at this address are not opened.</source>
        <translation>不会打开此地址的图片。</translation>
    </message>
    <message>
        <source>Open picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>Picture from %1</source>
        <translation>来自 %1 的图片</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Always show from %1</source>
        <translation>总是显示来自 %1 的图片</translation>
    </message>
    <message>
        <source>This formula is too long to be drawn.</source>
        <translation>公式过长，无法绘制。</translation>
    </message>
    <message>
        <source>This formula is nested too deeply to be drawn.</source>
        <translation>公式嵌套过深，无法绘制。</translation>
    </message>
    <message>
        <source>This formula takes too long to be drawn.</source>
        <translation>公式绘制耗时过长。</translation>
    </message>
    <message>
        <source>%1 is not known, so the formula is shown as it was written.</source>
        <translation>不认识 %1，因此按原样显示公式。</translation>
    </message>
    <message>
        <source>This cannot be read as a formula.</source>
        <translation>无法识别为公式。</translation>
    </message>
    <message>
        <source>Formulas cannot be drawn on this computer.</source>
        <translation>此电脑上无法绘制公式。</translation>
    </message>
    <message>
        <source>Save picture as a file</source>
        <translation>将图片另存为文件</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Save picture as…</source>
        <translation>图片另存为…</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>思考过程</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>Thought for {time}</source>
        <translation>已思考 {time}</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>version {number} of {count}</source>
        <translation>第 {number} 版，共 {count} 版</translation>
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
        <source>Thinking…</source>
        <translation>正在思考…</translation>
    </message>
</context>
<context>
    <name>Tree</name>
    <message>
        <source>Tree of the conversation</source>
        <translation>对话树</translation>
    </message>
    <message>
        <source>The tree grows with the first question.</source>
        <translation>提出第一个问题后，这里会长出对话树。</translation>
    </message>
    <message>
        <source>Show deleted</source>
        <translation>显示已删除的</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Being written…</source>
        <translation>正在写…</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>没有文字</translation>
    </message>
    <message>
        <source>You</source>
        <translation>我</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>on show</source>
        <translation>正在显示</translation>
    </message>
    <message>
        <source>version {position} of {count}</source>
        <translation>第 {position} 个版本，共 {count} 个</translation>
    </message>
</context>
<context>
    <name>Usage</name>
    <message>
        <source>Usage and cost</source>
        <translation>用量与费用</translation>
    </message>
    <message>
        <source>Nobody says what this model costs.</source>
        <translation>不知道这个模型的价格。</translation>
    </message>
    <message>
        <source>It cost nothing.</source>
        <translation>没有产生费用。</translation>
    </message>
    <message>
        <source>Counted here: the server did not say.</source>
        <translation>由本机计数：服务器没有报告。</translation>
    </message>
    <message>
        <source>Counted by the server.</source>
        <translation>由服务器计数。</translation>
    </message>
    <message>
        <source>Estimate by the prices as of {date}.</source>
        <translation>按 {date} 的价格估算。</translation>
    </message>
    <message>
        <source>Such long questions cost more; how much is not known.</source>
        <translation>这么长的问题更贵，贵多少尚不清楚。</translation>
    </message>
    <message>
        <source>about {tokens}</source>
        <translation>约 {tokens}</translation>
    </message>
    <message>
        <source>at least {cost}</source>
        <translation>至少 {cost}</translation>
    </message>
    <message>
        <source>{count} of the tokens in were cached.</source>
        <translation>输入中有 {count} 个 token 来自缓存。</translation>
    </message>
    <message>
        <source>{count} of the tokens out were thoughts.</source>
        <translation>输出中有 {count} 个 token 用于思考。</translation>
    </message>
    <message>
        <source>The budget of this month is used up.</source>
        <translation>本月预算已用完。</translation>
    </message>
    <message>
        <source>Most of this month’s budget is spent.</source>
        <translation>本月预算已用去大半。</translation>
    </message>
    <message numerus="yes">
        <source>Summarising %n earlier message(s)…</source>
        <translation>
            <numerusform>正在概括之前的 %n 条消息…</numerusform>
        </translation>
    </message>
    <message>
        <source>Summarising earlier messages…</source>
        <translation>正在概括之前的消息…</translation>
    </message>
    <message>
        <source>{spent} of {limit} spent.</source>
        <translation>已用 {spent}，共 {limit}。</translation>
    </message>
    <message>
        <source>Summarise older messages</source>
        <translation>概括较早的消息</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>略去它们</translation>
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
        <source>The summary was not made.</source>
        <translation>没有生成摘要。</translation>
    </message>
    <message>
        <source>Send anyway this once</source>
        <translation>这一次仍然发送</translation>
    </message>
    <message>
        <source>Change the budget</source>
        <translation>调整预算</translation>
    </message>
    <message>
        <source>Not sent: the budget of this month is used up.</source>
        <translation>没有发送：本月预算已用完。</translation>
    </message>
    <message>
        <source>Not sent to {models}: the budget of this month is used up.</source>
        <translation>未发送给 {models}：本月预算已用完。</translation>
    </message>
    <message>
        <source>This question alone is too long for the model.</source>
        <translation>单这个问题对该模型就太长了。</translation>
    </message>
    <message>
        <source>Make it shorter, or choose a model that takes more.</source>
        <translation>请缩短问题，或选择上下文更大的模型。</translation>
    </message>
    <message numerus="yes">
        <source>The oldest %n message(s) will not fit.</source>
        <translation>
            <numerusform>最早的 %n 条消息放不下。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is left out unless you say so.</source>
        <translation>未经你同意，不会略去任何内容。</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <comment>how a day is written, for Qt</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>Tokens by day</source>
        <translation>每日 token 用量</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n 个回答</numerusform>
        </translation>
    </message>
    <message>
        <source>{day}: {much}</source>
        <translation>{day}：{much}</translation>
    </message>
    <message>
        <source>Cost by day</source>
        <translation>每日费用</translation>
    </message>
    <message>
        <source>{day}: nothing</source>
        <translation>{day}：无</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} 个 token</translation>
    </message>
    <message numerus="yes">
        <source>Summary of %n earlier message(s)</source>
        <translation>
            <numerusform>之前 %n 条消息的摘要</numerusform>
        </translation>
    </message>
    <message>
        <source>What stands above is not sent</source>
        <translation>以上内容不会发送</translation>
    </message>
    <message>
        <source>it does not fit the model’s context</source>
        <translation>模型的上下文放不下</translation>
    </message>
    <message>
        <source>sent in their place</source>
        <translation>代替它们发送</translation>
    </message>
    <message>
        <source>Remove the summary: send the messages themselves</source>
        <translation>移除摘要，改为发送原消息</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>What the next question takes with all before it. Click for more.</source>
        <translation>下一个问题连同之前内容的长度。点击查看详情。</translation>
    </message>
    <message numerus="yes">
        <source>the oldest %n message(s) left out</source>
        <translation>
            <numerusform>已略去最早的 %n 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>nearly full</source>
        <translation>快满了</translation>
    </message>
    <message>
        <source>too long</source>
        <translation>太长</translation>
    </message>
    <message>
        <source>Nobody says how much this model takes.</source>
        <translation>不知道这个模型能容纳多少。</translation>
    </message>
    <message>
        <source>Context: {state}</source>
        <translation>上下文：{state}</translation>
    </message>
    <message>
        <source>{count} of {limit} tokens</source>
        <translation>{count} / {limit} 个 token</translation>
    </message>
    <message>
        <source>about {cost} to send</source>
        <translation>发送约 {cost}</translation>
    </message>
    <message>
        <source>Nothing was used yet.</source>
        <translation>还没有用量。</translation>
    </message>
    <message>
        <source>Write something to see what it takes.</source>
        <translation>输入内容即可看到长度。</translation>
    </message>
    <message>
        <source>There is none: nothing is held back.</source>
        <translation>未设预算，不会拦下任何问题。</translation>
    </message>
    <message>
        <source>Set a budget</source>
        <translation>设定预算</translation>
    </message>
    <message numerus="yes">
        <source>%n more model(s)</source>
        <translation>
            <numerusform>另外 %n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <comment>a month, for Qt</comment>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>Temporary chats count until the program ends.</source>
        <translation>临时对话计入到程序结束为止。</translation>
    </message>
    <message>
        <source>Prices as of {date}; all amounts are estimates.</source>
        <translation>价格截至 {date}，所有金额均为估算。</translation>
    </message>
    <message>
        <source>Next question</source>
        <translation>下一个问题</translation>
    </message>
    <message>
        <source>This conversation</source>
        <translation>这个对话</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Days as a list</source>
        <translation>按日列表</translation>
    </message>
    <message>
        <source>Budget of this month</source>
        <translation>本月预算</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>上个月</translation>
    </message>
    <message>
        <source>Month after</source>
        <translation>下个月</translation>
    </message>
    <message>
        <source>Together: {much}</source>
        <translation>合计：{much}</translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>费用未知</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Fit or own size</source>
        <translation>适应窗口或原始大小</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>保存副本…</translation>
    </message>
    <message>
        <source>Open in another program</source>
        <translation>用其他程序打开</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Picture viewer</source>
        <translation>图片查看器</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>上一张图片</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>下一张图片</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>第 {number} 张，共 {count} 张</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
</context>
</TS>
