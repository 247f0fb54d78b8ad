package org.gongzhi.library;

import com.ibm.icu.text.Transliterator;
import java.util.ArrayList;
import java.util.List;

/// How Chinese signs sound, without tones: what was typed with the wrong sign of the same sound is found all
/// the same. Sounds that input methods and ears confuse (zh z, ch c, sh s, n l at the beginning, ng n at the
/// end) count as one.
final class Pinyin {

    private static final int FIRST = 0x4e00;
    private static final int LAST = 0x9fa5;
    private static final String[] SOUNDS = sounds();

    private Pinyin() {}

    private static String[] sounds() {
        var sounds = new String[LAST - FIRST + 1];
        var latin = Transliterator.getInstance("Han-Latin; NFD; [:Nonspacing Mark:] Remove; Lower");
        for (int sign = FIRST; sign <= LAST; sign++) {
            sounds[sign - FIRST] = plain(latin.transliterate(Character.toString(sign)));
        }
        return sounds;
    }

    private static String plain(String sound) {
        String plain = sound.strip();
        if (plain.startsWith("zh") || plain.startsWith("ch") || plain.startsWith("sh")) {
            plain = plain.charAt(0) + plain.substring(2);
        } else if (plain.startsWith("n")) {
            plain = "l" + plain.substring(1);
        }
        return plain.endsWith("ng") ? plain.substring(0, plain.length() - 1) : plain;
    }

    /// Pairs of neighbouring sounds, within runs of Chinese signs.
    static List<String> pairs(String text) {
        var pairs = new ArrayList<String>();
        String before = null;
        for (int sign : text.codePoints().toArray()) {
            if (sign < FIRST || sign > LAST) {
                before = null;
                continue;
            }
            String sound = SOUNDS[sign - FIRST];
            if (before != null) {
                pairs.add(before + "_" + sound);
            }
            before = sound;
        }
        return pairs;
    }
}
