package org.gongzhi.register;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gongzhi.kernel.Names;
import org.gongzhi.people.Relation;
import org.jspecify.annotations.Nullable;

/// How workbooks say how somebody stands to a dwelling. Who heads a household book (户主) need not own anything, and
/// owners make the roll of a vote: such words are asked about, not taken for one.
final class RelationWords {

    private static final Map<String, Relation> KNOWN = Stream.of(
                    words(
                            Relation.FAMILY,
                            "家属 家庭成员 家人 亲属 family 配偶 丈夫 妻子 夫 妻 子 女 儿子 女儿 长子 次子 三子 长女 次女 三女"
                                    + " 独生子 独生女 子女 父 母 父亲 母亲 父母 公公 婆婆 岳父 岳母 祖父 祖母 爷爷 奶奶 外公 外婆 外祖父 外祖母"
                                    + " 孙子 孙女 外孙 外孙子 外孙女 儿媳 女婿 兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 侄子 侄女"),
                    words(Relation.OWNER, "业主 产权人 房主 房屋所有人 所有权人 房东 owner"),
                    words(Relation.TENANT, "租户 租客 承租人 承租 租住 租房 租赁 tenant"),
                    words(Relation.REGISTERED_ELSEWHERE, "人户分离 registered_elsewhere registeredelsewhere"),
                    words(Relation.VISITOR, "访客 暂住 借住 visitor"))
            .flatMap(each -> each.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private RelationWords() {}

    private static Map<String, Relation> words(Relation relation, String words) {
        return Arrays.stream(words.split(" ")).collect(Collectors.toMap(word -> word, _ -> relation));
    }

    /// What the words mean; nothing said is family.
    static @Nullable Relation of(@Nullable String text) {
        String plain = plain(text);
        return plain.isEmpty() ? Relation.FAMILY : KNOWN.get(plain);
    }

    private static String plain(@Nullable String text) {
        return text == null ? "" : Names.visible(text).toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    }

    /// Why the words are not understood.
    static String fault(@Nullable String text) {
        return plain(text).matches("户主|本人|户主本人|head|self|headofhousehold") ? "import-relation-head" : "import-relation";
    }
}
