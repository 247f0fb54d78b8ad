package org.gongzhi.documents;

import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;

/// The Chinese font that every PDF reader brings (Adobe-GB1), so that no font travels with a file. Text in it is
/// written as UTF-16BE; Latin signs are half as wide as Chinese ones.
public final class ChineseFont {

    private ChineseFont() {}

    /// A new font dictionary for the resources of a page.
    public static COSDictionary make() {
        var info = new COSDictionary();
        info.setItem(COSName.REGISTRY, new COSString("Adobe"));
        info.setItem(COSName.ORDERING, new COSString("GB1"));
        info.setItem(COSName.SUPPLEMENT, COSInteger.get(4));
        var described = new COSDictionary();
        described.setItem(COSName.TYPE, COSName.FONT_DESC);
        described.setName(COSName.FONT_NAME, "STSong-Light");
        described.setInt(COSName.FLAGS, 6);
        described.setItem(COSName.FONT_BBOX, COSArray.ofCOSIntegers(List.of(-25, -254, 1000, 880)));
        described.setInt(COSName.ITALIC_ANGLE, 0);
        described.setInt(COSName.ASCENT, 880);
        described.setInt(COSName.DESCENT, -120);
        described.setInt(COSName.CAP_HEIGHT, 880);
        described.setInt(COSName.STEM_V, 93);
        var glyphs = new COSDictionary();
        glyphs.setItem(COSName.TYPE, COSName.FONT);
        glyphs.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE0);
        glyphs.setName(COSName.BASE_FONT, "STSong-Light");
        glyphs.setItem(COSName.CIDSYSTEMINFO, info);
        glyphs.setItem(COSName.FONT_DESC, described);
        glyphs.setInt(COSName.DW, 1000);
        glyphs.setItem(COSName.W, COSArray.ofCOSIntegers(List.of(1, 95, 500)));
        var font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE0);
        font.setName(COSName.BASE_FONT, "STSong-Light");
        font.setItem(COSName.ENCODING, COSName.getPDFName("UniGB-UTF16-H"));
        font.setItem(COSName.DESCENDANT_FONTS, new COSArray(List.of(glyphs)));
        return font;
    }

    /// How wide a text is, in sizes of the font.
    public static double width(String text) {
        return text.codePoints().mapToDouble(sign -> sign < 0x2000 ? 0.5 : 1).sum();
    }
}
