package org.gongzhi.demo;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gongzhi.matters.Kind;

/// What residents of the demonstration town write, and what those write who have fixed it.
final class DemoWords {

    private static final Map<String, List<String>> TEXTS = Map.ofEntries(
            Map.entry("E0102", List.of("垃圾桶满了两天没人清,味道很大。", "楼下有人乱丢生活垃圾。", "分类投放点旁边堆了一地垃圾。")),
            Map.entry("E0507", List.of("楼道里堆了纸箱和旧柜子,挡住消防通道。", "三楼平台放了一堆杂物,老人走路不方便。", "有人把鞋柜放在公共走廊。")),
            Map.entry("E0506", List.of("电动车推进楼道充电,太危险了。", "有人从窗户拉线下来充电。", "单元门口停满电动车,进出困难。")),
            Map.entry("E0505", List.of("小车停在消防通道上,叫不到车主。", "外来车辆占了出口,转不过弯。")),
            Map.entry("E0404", List.of("下水道堵了,污水漫到路上。", "井盖松动,车一过就响。")),
            Map.entry("E0402", List.of("水管爆了,水一直往楼梯流。", "地下车库顶上在漏水。")),
            Map.entry("E0301", List.of("隔壁装修,中午还在打钻。", "工地夜里十一点还在施工。")),
            Map.entry("E0110", List.of("大门口路面有个大坑,晚上看不见。", "人行道砖松了,下雨一踩一身水。")),
            Map.entry("E0508", List.of("楼下音响太大声,孩子没法写作业。", "广场舞到十点还没停。")),
            Map.entry("E0408", List.of("电线垂下来了,离地不到两米。")),
            Map.entry("P01", List.of("巡查发现步道砖缺了四块。")),
            Map.entry("P02", List.of("工地围挡被风吹倒一片。")),
            Map.entry("P03", List.of("宣传栏的公益广告掉了一张。")),
            Map.entry("P04", List.of("绿化带里有人倒建筑垃圾。")));

    private static final List<String> SOLUTIONS =
            List.of("已安排人员清理,现场恢复。", "已修好并提醒住户。", "已联系责任单位当场整改。", "已更换配件,试用正常。", "已劝导并张贴提示。");

    private DemoWords() {}

    static String text(Kind kind, SplittableRandom random) {
        var texts = TEXTS.getOrDefault(kind.code(), List.of("这里有" + kind.chinese() + ",请处理。", ""));
        return texts.get(random.nextInt(texts.size()));
    }

    static String solution(Kind kind, SplittableRandom random) {
        return SOLUTIONS.get((kind.code().hashCode() & 7) % 2 + random.nextInt(4));
    }
}
