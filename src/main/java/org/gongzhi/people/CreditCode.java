package org.gongzhi.people;

import java.util.Locale;

/// The check of a unified social credit code (GB 32100-2015, ISO 7064 MOD 31-3). Codes that fail it have been issued,
/// so a failure is a warning and never a refusal.
public final class CreditCode {

    private static final String SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int LENGTH = 18;

    private CreditCode() {}

    public static boolean checks(String code) {
        String text = code.strip().toUpperCase(Locale.ROOT);
        if (text.length() != LENGTH) {
            return false;
        }
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < LENGTH - 1; i++) {
            int value = SIGNS.indexOf(text.charAt(i));
            if (value < 0) {
                return false;
            }
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        return SIGNS.charAt((31 - sum % 31) % 31) == text.charAt(LENGTH - 1);
    }
}
