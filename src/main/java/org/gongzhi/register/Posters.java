package org.gongzhi.register;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.gongzhi.documents.ChineseFont;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.springframework.stereotype.Component;

/// Posters for buildings and stairwells: one A5 page each with a QR code that carries the place into the
/// report form. The Chinese font is the one every PDF reader brings (Adobe-GB1), so that no font travels with
/// the file.
@Component
public class Posters {

    private static final int MOST = 500;
    private static final float WIDTH = PDRectangle.A5.getWidth();
    private static final float HEIGHT = PDRectangle.A5.getHeight();
    private static final float CODE = 250;
    private static final PDType1Font LATIN = new PDType1Font(Standard14Fonts.FontName.HELVETICA);

    private final Places places;

    Posters(Places places) {
        this.places = places;
    }

    /// A PDF with a page for every building and stairwell within a place, itself included.
    public byte[] of(Place place, String base) {
        var wanted = places.within(place.code(), List.of(PlaceKind.BUILDING, PlaceKind.STAIRWELL));
        if (wanted.isEmpty()) {
            throw Refusal.invalid("posters-none");
        }
        if (wanted.size() > MOST) {
            throw Refusal.invalid("posters-many", MOST);
        }
        try (var document = new PDDocument()) {
            COSDictionary font = ChineseFont.make();
            for (Place each : wanted) {
                var page = new PDPage(PDRectangle.A5);
                document.addPage(page);
                var resources = new PDResources();
                var fonts = new COSDictionary();
                fonts.setItem(COSName.getPDFName("F"), font);
                fonts.setItem(COSName.getPDFName("L"), LATIN.getCOSObject());
                resources.getCOSObject().setItem(COSName.FONT, fonts);
                page.setResources(resources);
                var stream = new PDStream(document);
                try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
                    out.write(content(each, base).getBytes(StandardCharsets.US_ASCII));
                }
                page.setContents(stream);
            }
            var bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String content(Place place, String base) throws IOException {
        var page = new StringBuilder();
        text(page, Words.CHINESE.t("register.poster.title"), 30, HEIGHT - 80);
        text(page, Words.ENGLISH.t("register.poster.title"), 14, HEIGHT - 104);
        code(page, base + "/report?place=" + place.code());
        text(page, places.address(place), 18, 120);
        text(page, place.code(), 10, 98);
        text(page, Words.CHINESE.t("register.poster.hint"), 12, 70);
        text(page, Words.ENGLISH.t("register.poster.hint"), 9, 54);
        return page.toString();
    }

    /// A line in the middle of the page: in Helvetica when it is Latin, else in the Chinese font, whose Latin
    /// signs count half.
    private static void text(StringBuilder page, String words, float size, float y) throws IOException {
        boolean latin = words.chars().allMatch(sign -> sign < 0x80);
        double width = latin ? LATIN.getStringWidth(words) / 1000 * size : ChineseFont.width(words) * size;
        float scale = (float) Math.min(1, (WIDTH - 40) / width);
        byte[] signs = words.getBytes(latin ? StandardCharsets.US_ASCII : StandardCharsets.UTF_16BE);
        page.append("BT /%s %.1f Tf %.2f %.2f Td <%s> Tj ET%n"
                .formatted(
                        latin ? "L" : "F",
                        size * scale,
                        (WIDTH - width * scale) / 2,
                        y,
                        HexFormat.of().withUpperCase().formatHex(signs)));
    }

    private static void code(StringBuilder page, String url) {
        try {
            var matrix = new QRCodeWriter()
                    .encode(
                            url,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.Q, EncodeHintType.MARGIN, 0));
            float cell = CODE / matrix.getWidth();
            float left = (WIDTH - CODE) / 2;
            float top = HEIGHT - 130;
            for (int y = 0; y < matrix.getHeight(); y++) {
                for (int x = 0; x < matrix.getWidth(); x++) {
                    if (matrix.get(x, y)) {
                        page.append("%.3f %.3f %.3f %.3f re%n"
                                .formatted(left + x * cell, top - (y + 1) * cell, cell + 0.02f, cell + 0.02f));
                    }
                }
            }
            page.append("f\n");
        } catch (WriterException tooLong) {
            throw new IllegalStateException(tooLong);
        }
    }
}
