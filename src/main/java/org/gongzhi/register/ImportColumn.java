package org.gongzhi.register;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The columns of the workbook, in the order of the template, with the heads that are understood: first ours in
/// Chinese and English, then what property companies, stations and committees write.
enum ImportColumn {
    NAME("姓名 name", "居民姓名 住户姓名 成员姓名 人员姓名 家庭成员姓名 名字 fullname"),
    ID_NUMBER(
            "身份证号 identitynumber",
            "身份证号码 身份证 身份号码 公民身份号码 公民身份证号 公民身份证号码 居民身份证号 居民身份证号码 证件号 证件号码 有效证件号码"
                    + " 身份证件号码 idnumber idcard idcardnumber idno"),
    PHONE(
            "电话 telephone",
            "电话号码 联系电话 联系方式 联系号码 联系手机 联系电话号码 手机 手机号 手机号码 移动电话 本人电话 本人联系电话 固定电话 座机"
                    + " phone phonenumber telephonenumber mobile mobilenumber mobilephone tel"),
    SEX("性别 sex", "gender"),
    BORN("出生日期 born", "出生年月日 出生年月 出生时间 出生 生日 birthday birthdate dateofbirth"),
    REGISTERED_AT("户籍地代码 registeredat", "户籍代码 户籍地区划代码 户籍地行政区划代码 户籍所在地代码"),
    ESTATE("小区 estate", "小区名称 小区名 所在小区 居住小区 住宅小区 楼盘 楼盘名称"),
    BUILDING("楼栋 building", "楼栋号 栋 栋号 栋数 幢 幢号 楼 楼号 楼幢 楼座 座 座号 buildingnumber"),
    STAIRWELL("单元 stairwell", "单元号 梯 梯号 梯位 entrance"),
    DOOR("室号 door", "室 房号 房间号 房屋号 房室号 房屋编号 门牌 门牌号 门牌号码 门号 户号 户室号 room roomnumber doornumber"),
    RELATION("与房屋关系 relation", "房屋关系 与房屋的关系 住户类型 居住类型 居住性质 与户主关系 与业主关系 与产权人关系 关系"),
    SINCE("入住日期 since", "入住时间 入住年月日 迁入日期 迁入时间 搬入日期 搬入时间 居住起始日期 来住日期 movedin moveindate");

    /// One column with the whole address, as much as estate, building, stairwell and door together.
    private static final List<String> ADDRESS =
            List.of("住址", "地址", "家庭住址", "家庭地址", "现住址", "现住地址", "居住地址", "房屋地址", "住房地址", "详细地址", "详细住址", "address");

    private final List<String> ours;
    private final List<String> others;

    ImportColumn(String ours, String others) {
        this.ours = List.of(ours.split(" "));
        this.others = List.of(others.split(" "));
    }

    String head(boolean chinese) {
        return chinese
                ? ours.getFirst()
                : switch (this) {
                    case ID_NUMBER -> "identity number";
                    case REGISTERED_AT -> "registered at";
                    default -> ours.getLast();
                };
    }

    /// Name, estate and door have to be there, and the building where the door does not say it; the rest may be left
    /// out.
    boolean needed() {
        return this == NAME || this == ESTATE || this == BUILDING || this == DOOR;
    }

    static Optional<ImportColumn> of(String head) {
        String wanted = plain(head);
        return Arrays.stream(values())
                .filter(each -> each.ours.contains(wanted) || each.others.contains(wanted))
                .findFirst();
    }

    /// The column that tells a field of [Register.Typed].
    static ImportColumn told(String field) {
        return switch (field) {
            case "name" -> NAME;
            case "phone" -> PHONE;
            case "idNumber" -> ID_NUMBER;
            case "sex" -> SEX;
            case "born" -> BORN;
            default -> REGISTERED_AT;
        };
    }

    static boolean address(String head) {
        return ADDRESS.contains(plain(head));
    }

    /// A head without stars, blanks, line breaks and what is explained in brackets.
    static String plain(String head) {
        return Normalizer.normalize(head, Normalizer.Form.NFKC)
                .replaceAll("[(\\[【〔].*?[)\\]】〕]", "")
                .replaceAll("[\\s\\p{Cf}*:_-]", "")
                .toLowerCase(Locale.ROOT);
    }
}
