package org.gongzhi.register.workbook;

/// Gathers one text from its runs; how it is pronounced (`rPh`) is not part of it. What is longer than any cell of the
/// register gets one sign more, by which it is known.
final class Text {

    private final StringBuilder gathered = new StringBuilder();
    private int pronounced;

    void clear() {
        gathered.setLength(0);
        pronounced = 0;
    }

    void tag(Tags tags) {
        if (tags.opens("rPh")) {
            pronounced++;
        }
        if (tags.closes("rPh")) {
            pronounced--;
        }
        if (pronounced <= 0 && tags.closes("t") && !tags.opens("t")) {
            add(tags.text());
            if (tags.cut()) {
                add(" ".repeat(Cell.LONGEST + 1));
            }
        }
    }

    private void add(String text) {
        int room = Cell.LONGEST + 1 - gathered.length();
        gathered.append(text, 0, Math.min(room, text.length()));
    }

    String text() {
        return Entities.plain(gathered.toString());
    }
}
