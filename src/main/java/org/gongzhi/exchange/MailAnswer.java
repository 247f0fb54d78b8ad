package org.gongzhi.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/// What somebody wrote in answer to a letter: above, between and below the lines that repeat it.
final class MailAnswer {

    private static final Pattern REPEATED = Pattern.compile("\\s*>.*");

    /// A line that a mail program puts above what it repeats.
    private static final Pattern INTRODUCES =
            Pattern.compile("\\s*(On .{5,200} wrote:|.{0,60}在 ?.{5,200}(写道|寫道)[:：]|.{5,200}于.{5,60}写道[:：])\\s*");

    /// What begins a repeated letter without marks: all to the end is that letter.
    private static final Pattern RULE =
            Pattern.compile("\\s*(-{2,} ?(Original|原始邮件|原邮件|回复的原邮件|Forwarded|转发).*|_{10,}\\s*)");

    private static final Pattern HEAD =
            Pattern.compile("\\s*\\**(发件人|发送时间|发送日期|日期|收件人|抄送|主题|From|Sent|Date|To|Cc|Subject)\\**\\s*[:：].*");

    /// What programs of absent people write above their answer.
    private static final Pattern ABSENT = Pattern.compile(
            "(?i)^\\s*(自动回复|自动答复|自動回覆|自動回應|外出自动回复|automatic reply|auto(matic)?[- ]?(reply|response|answer)|out of (the )?office)\\s*([:：\\]】].*|$)");

    /// What begins a new line.
    private static final Set<String> BLOCKS = Set.of("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote");

    private MailAnswer() {}

    /// True when the subject says that a program answers for somebody who is away.
    static boolean absent(String subject) {
        return ABSENT.matcher(subject).matches();
    }

    /// The writer's own lines.
    static String own(String text) {
        List<String> lines = text.lines().toList();
        var own = new ArrayList<String>();
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (begins(lines, at)) {
                if (own.stream().allMatch(String::isBlank)) {
                    own.addAll(lines.subList(afterHead(lines, at), lines.size()));
                }
                break;
            }
            boolean twoLines = at + 1 < lines.size()
                    && !INTRODUCES.matcher(lines.get(at + 1)).matches()
                    && INTRODUCES.matcher(line + " " + lines.get(at + 1)).matches()
                    && line.matches("\\s*(On |在).*");
            if (twoLines) {
                at++;
            } else if (!REPEATED.matcher(line).matches()
                    && !INTRODUCES.matcher(line).matches()) {
                own.add(line);
            }
        }
        return String.join("\n", own).replaceAll("\n{3,}", "\n\n").strip();
    }

    /// A rule, or two lines of a letter's head one after the other.
    private static boolean begins(List<String> lines, int at) {
        return RULE.matcher(lines.get(at)).matches()
                || HEAD.matcher(lines.get(at)).matches()
                        && at + 1 < lines.size()
                        && HEAD.matcher(lines.get(at + 1)).matches();
    }

    private static int afterHead(List<String> lines, int at) {
        int next = at + 1;
        while (next < lines.size()
                && (lines.get(next).isBlank() || HEAD.matcher(lines.get(next)).matches())) {
            next++;
        }
        return next;
    }

    /// What somebody sees of a page of HTML, line by line; what it repeats is marked as in plain text.
    static String plain(String html) {
        var page = Jsoup.parse(html);
        page.select("script, style, head").remove();
        var reader = new Reader();
        page.traverse(reader);
        return reader.text().replaceAll("\n{3,}", "\n\n");
    }

    /// Reads a page once from beginning to end, however deep it is.
    private static final class Reader implements NodeVisitor {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder line = new StringBuilder();
        private int quotes;

        private void endLine() {
            if (quotes > 0) {
                text.append("> ");
            }
            text.append(line.toString().strip()).append('\n');
            line.setLength(0);
        }

        String text() {
            endLine();
            return text.toString();
        }

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                line.append(words.getWholeText().replaceAll("\\s+", " "));
                return;
            }
            if (BLOCKS.contains(node.nodeName()) || node.nodeName().equals("br")) {
                endLine();
            }
            if (node.nodeName().equals("blockquote")) {
                quotes++;
            }
            if (node.attr("id").equals("divRplyFwdMsg")) {
                line.append("----- Original");
                endLine();
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node.nodeName().equals("blockquote")) {
                endLine();
                quotes--;
            }
        }
    }
}
