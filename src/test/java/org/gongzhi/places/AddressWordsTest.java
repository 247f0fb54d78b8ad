package org.gongzhi.places;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.gongzhi.RunningProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/// An address in words means the place that it names, never one beside it and never a building whose number only ends
/// alike.
@Tag("sql")
class AddressWordsTest extends RunningProgram {

    private static final long KEY = 441_900_191_002L;
    private static final String STREET = "441900191";
    private static boolean built;

    @Autowired
    private Places places;

    private void build() {
        if (built) {
            return;
        }
        built = true;
        var all = new ArrayList<Place>();
        var street = new Place(441_900_191_000L, 441_900_191L, STREET, PlaceKind.STREET, null, "问路镇", null);
        var community = new Place(KEY, KEY, "" + KEY, PlaceKind.COMMUNITY, street.id(), "问路社区", null);
        all.add(street);
        all.add(community);
        for (String estate : new String[] {"E001 问路花园 1 2 3 12", "E002 裕宁名邸 1 3", "E003 问路花园二期 2"}) {
            String[] parts = estate.split(" ");
            var one = child(all, community, parts[0], PlaceKind.ESTATE, parts[1]);
            for (int i = 2; i < parts.length; i++) {
                if (!parts[i].equals("12")) {
                    child(all, one, "B%03d".formatted(Integer.parseInt(parts[i])), PlaceKind.BUILDING, parts[i] + "栋");
                }
            }
        }
        places.add(all);
    }

    private static Place child(ArrayList<Place> all, Place parent, String part, PlaceKind kind, String name) {
        String code = parent.code() + "-" + part;
        long id = 900_000_000L + all.size();
        all.add(new Place(parent.community(), id, code, kind, parent.id(), name, null));
        return all.getLast();
    }

    @ParameterizedTest
    @CsvSource({
        "问路花园2栋, -E001-B002",
        "问路花园12栋, -E001",
        "问路花园 二栋 门口, -E001-B002",
        "问路花园２＃楼, -E001-B002",
        "问路花园第3幢1单元, -E001-B003",
        "问路花园, -E001",
        "问路花园2栋对面, -E001",
        "问路花园2栋和3栋之间, -E001",
        "裕宁名邸3栋(问路花园对面), -E002-B003",
        "问路花园对面的裕宁名邸3栋, -E002-B003",
        "问路花园二期2栋, -E003-B002",
        "问路花园对面, ''",
        "问路花园旁边, ''",
        "在问路花园附近, ''",
        "靠近问路花园, ''",
        "问路镇问路社区, ''"
    })
    void anAddressMeansThePlaceThatItNames(String words, String code) {
        build();
        assertThat(new AddressWords(places).find(words, STREET).map(Place::code))
                .contains(KEY + code);
    }

    @Test
    void whatNamesNothingIsNothing() {
        build();
        assertThat(new AddressWords(places).find("谁也不知道的地方2栋", STREET)).isEmpty();
        assertThat(AddressWords.names("我住在问路花园，楼道灯坏了", "问路花园")).isTrue();
        assertThat(AddressWords.names("问路花园对面的路灯坏了", "问路花园")).isFalse();
    }
}
