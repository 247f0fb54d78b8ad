package org.gongzhi.documents;

import java.util.List;

/// A document to print: a title, a line below it, and what follows.
public record Paper(String title, String under, List<Block> blocks) {

    /// A piece of a document.
    public sealed interface Block {}

    public record Heading(String text) implements Block {}

    /// A paragraph; line breaks are kept.
    public record Text(String text) implements Block {}

    /// Terms and what they are, one line each.
    public record Facts(List<Fact> facts) implements Block {}

    public record Fact(String term, String value) {}

    public record Table(List<String> heads, List<List<String>> rows) implements Block {}

    /// Places where somebody signs or puts a seal, each named.
    public record Signatures(List<String> places) implements Block {}

    /// What a telephone reads to see whether the document is genuine: the address, and a line beside it.
    public record Code(String address, String beside) implements Block {}

    /// Begins a new page.
    public record Break() implements Block {}
}
