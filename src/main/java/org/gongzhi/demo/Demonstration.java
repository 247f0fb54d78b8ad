package org.gongzhi.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The mark of a folder that holds the demonstration town and nothing else. Whatever fills a folder with made-up
/// rows asks for it first.
record Demonstration(Path data) {

    private static final String NAME = "demonstration";

    private static final String TEXT = """
            这个文件夹只装演示数据；测量程序只往有本文件的文件夹里写。
            This folder holds the demonstration town; measurements write only into a folder with this file.
            """;

    void mark() throws IOException {
        if (!marked()) {
            Files.writeString(data.resolve(NAME), TEXT);
        }
    }

    /// Who can sign in, with passwords; written only by the demonstration.
    Path signIns() {
        return data.resolve("sign-ins.json");
    }

    boolean marked() {
        return Files.isRegularFile(data.resolve(NAME));
    }
}
