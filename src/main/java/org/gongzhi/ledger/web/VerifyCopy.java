package org.gongzhi.ledger.web;

import java.util.List;
import org.gongzhi.kernel.Words;
import org.springframework.web.util.HtmlUtils;

/// The page that checks receipts as one file: words, style, script and keys in it.
final class VerifyCopy {

    private VerifyCopy() {}

    static String page(Words words, String script, String style, List<String> policies) {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"" + words.tag()
                + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>"
                + words.t("ledger.verify.title") + "</title><style>" + style
                + "</style></head><body><main id=\"main\"><h1>"
                + words.t("ledger.verify.title") + "</h1><p class=\"lead\">" + words.t("ledger.verify.copyLead")
                + "</p><div id=\"verify\"");
        for (String key : List.of(
                "ok",
                "joint",
                "few",
                "bad",
                "insecure",
                "mirror",
                "mirrorSame",
                "mirrorOther",
                "mirrorAway",
                "unsupported",
                "promise",
                "promiseKept",
                "promiseOpen",
                "promiseBroken",
                "none",
                "notOurs")) {
            page.append(" data-")
                    .append(dashed(key))
                    .append("=\"")
                    .append(HtmlUtils.htmlEscape(words.t("ledger.verify." + key)))
                    .append('"');
        }
        page.append("><label>")
                .append(words.t("ledger.verify.paste"))
                .append(
                        "<textarea id=\"receipt\" rows=\"10\" spellcheck=\"false\"></textarea></label><p><input type=\"file\""
                                + " id=\"file\" aria-label=\"")
                .append(words.t("ledger.verify.file"))
                .append("\"></p><p><button class=\"button big\" id=\"check\">")
                .append(words.t("ledger.verify.check"))
                .append("</button></p><div id=\"verdict\" role=\"status\" aria-live=\"polite\"></div>");
        for (String policy : policies) {
            page.append("<script type=\"text/plain\" class=\"policy\">")
                    .append(policy)
                    .append("</script>");
        }
        return page.append("</div></main><script>")
                .append(script)
                .append("</script></body></html>\n")
                .toString();
    }

    /// `mirrorSame` as an attribute: `mirror-same`.
    static String dashed(String key) {
        return key.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
