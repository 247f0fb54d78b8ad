package org.gongzhi.documents;

import java.util.Locale;
import org.gongzhi.kernel.Refusal;

/// The formats a document can be taken away in.
public enum PaperFormat {
    PDF("application/pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String type;

    PaperFormat(String type) {
        this.type = type;
    }

    public String type() {
        return type;
    }

    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// By the word in a URL.
    public static PaperFormat of(String word) {
        try {
            return valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw Refusal.invalid("paper-format");
        }
    }

    /// The document in this format.
    public byte[] write(Paper paper) {
        return switch (this) {
            case PDF -> PdfPaper.write(paper);
            case DOCX -> WordPaper.write(paper);
            case XLSX -> SheetPaper.write(paper);
        };
    }
}
