package org.gongzhi.kernel;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.QRCodeWriter;

/// A QR code as the path of an SVG: one square for each dark module, `size` modules wide.
public record QrCode(int size, String path) {

    private static final java.util.regex.Pattern MODULE = java.util.regex.Pattern.compile("M(\\d+) (\\d+)");

    /// The same as filled rectangles of a PDF page (ISO 32000-1, 8.5.2), `side` points wide, its lower left
    /// corner at `x`, `y`.
    public String rectangles(float x, float y, float side) {
        float module = side / size;
        var found = new StringBuilder();
        MODULE.matcher(path)
                .results()
                .forEach(each -> found.append(String.format(
                        java.util.Locale.ROOT,
                        "%.3f %.3f %.3f %.3f re ",
                        x + Integer.parseInt(each.group(1)) * module,
                        y + side - (Integer.parseInt(each.group(2)) + 1) * module,
                        module,
                        module)));
        return found.append("f\n").toString();
    }

    public static QrCode of(String text) {
        try {
            var matrix = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0);
            var path = new StringBuilder();
            for (int y = 0; y < matrix.getHeight(); y++) {
                for (int x = 0; x < matrix.getWidth(); x++) {
                    if (matrix.get(x, y)) {
                        path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                    }
                }
            }
            return new QrCode(matrix.getWidth(), path.toString());
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException(tooLong);
        }
    }
}
