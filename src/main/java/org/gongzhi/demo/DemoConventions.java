package org.gongzhi.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gongzhi.conventions.Convention;
import org.gongzhi.conventions.Conventions;
import org.gongzhi.conventions.Pledges;
import org.gongzhi.places.Place;
import org.springframework.stereotype.Component;

/// The covenant of the demonstration estate, in force, and a convention that is consulted on.
@Component
class DemoConventions {

    private final Conventions conventions;
    private final Pledges pledges;

    DemoConventions(Conventions conventions, Pledges pledges) {
        this.conventions = conventions;
        this.pledges = pledges;
    }

    void load(DemoCouncils.Cast cast, Place community, Place estate) {
        covenant(cast, estate);
        convention(cast, community);
    }

    private void covenant(DemoCouncils.Cast cast, Place estate) {
        long covenant = conventions
                .draft(cast.owners(), new Conventions.Drafting(estate.code(), "ESTATE_COVENANT", "恒泉花园管理规约"))
                .id();
        conventions.rewrite(
                cast.owners(),
                covenant,
                1,
                List.of(
                        clause("电动车", "电动车在指定地点停放充电，不进电梯、不进楼道。", "RESIDENTS", "楼道不起火", "多走几步"),
                        clause("装修", "工作日八点到十二点、十四点到十八点施工，提前三天告知相邻住户。", "OWNERS", "安静有序", "工期稍长"),
                        clause("公共收益", "公共收益每季度公示，优先补充维修资金。", "OWNERS", "账目清楚", ""),
                        clause("保洁", "楼道每天清扫，电梯每天消毒。", "PROPERTY", "按约收费", "每天清扫")));
        conventions.record(
                cast.owners(), covenant, Instant.parse("2024-05-18T08:00:00Z"), "2024 年业主大会书面表决通过，表决票存业委会档案柜");
        pledges.quiz(cast.owners(), covenant, List.of(new Pledges.Asking(1, "电动车可以进电梯吗？", List.of("可以", "不可以"), 2)));
        pledges.pledge(cast.resident(), covenant);
        pledges.take(cast.resident(), covenant, new TreeMap<>(Map.of(1, 2)));
        conventions.note(cast.owners(), covenant, 1, Convention.Kept.PRAISE, "5 号楼全部住户把电动车停到车棚", null);
        long breach = conventions.note(cast.owners(), covenant, 1, Convention.Kept.BREACH, "2 号楼电梯内发现电动车", null);
        conventions.settle(cast.owners(), covenant, breach, "物业当场劝离，装梯控识别");
    }

    private void convention(DemoCouncils.Cast cast, Place community) {
        long convention = conventions
                .draft(cast.director(), new Conventions.Drafting(community.code(), "RESIDENTS_CONVENTION", "恒泉社区居民公约"))
                .id();
        conventions.rewrite(
                cast.director(),
                convention,
                1,
                List.of(
                        clause("邻里", "见面打招呼，有事好商量。", "RESIDENTS", "邻里和睦", ""),
                        clause("租住", "房东带租户到社区登记，租户与业主同样参加议事。", "TENANTS", "平等参与", "如实登记")));
        conventions.consult(cast.director(), convention);
        conventions.say(cast.resident(), convention, 2, "登记能不能在手机上办？");
    }

    private static Convention.Clause clause(String title, String text, String party, String benefit, String burden) {
        return new Convention.Clause(0, title, text, List.of(new Convention.Effect(party, benefit, burden)));
    }
}
