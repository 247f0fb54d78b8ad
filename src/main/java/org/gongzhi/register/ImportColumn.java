package org.gongzhi.register;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The columns of the workbook, in the order of the template, with the heads that are understood.
enum ImportColumn {
    NAME("姓名", "name"),
    ID_NUMBER("身份证号", "identity number"),
    PHONE("电话", "telephone"),
    SEX("性别", "sex"),
    BORN("出生日期", "born"),
    REGISTERED_AT("户籍地代码", "registered at"),
    ESTATE("小区", "estate"),
    BUILDING("楼栋", "building"),
    STAIRWELL("单元", "stairwell"),
    DOOR("室号", "door"),
    RELATION("与房屋关系", "relation"),
    SINCE("入住日期", "since");

    private final List<String> heads;

    ImportColumn(String... heads) {
        this.heads = List.of(heads);
    }

    String head(boolean chinese) {
        return heads.get(chinese ? 0 : 1);
    }

    /// Name, estate, building and door have to be there; the rest may be left out.
    boolean needed() {
        return this == NAME || this == ESTATE || this == BUILDING || this == DOOR;
    }

    static Optional<ImportColumn> of(String head) {
        String wanted = head.strip().toLowerCase(Locale.ROOT).replace("*", "");
        return Arrays.stream(values())
                .filter(each -> each.heads.contains(wanted))
                .findFirst();
    }
}
