package org.gongzhi.register;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.gongzhi.RunningProgram;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Directory;
import org.gongzhi.people.IdNumber;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Role;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.PlaceRegister;
import org.gongzhi.places.Places;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A community of its own for each test of imports, and workbooks for it.
abstract class ImportCase extends RunningProgram {

    static final String[] HEADS = {"姓名", "身份证号", "电话", "性别", "小区", "楼栋", "单元", "室号", "与房屋关系", "入住日期"};

    @Autowired
    Imports imports;

    @Autowired
    ImportWorker worker;

    @Autowired
    People people;

    @Autowired
    Directory directory;

    @Autowired
    Places places;

    @Autowired
    Ids ids;

    @Autowired
    PlaceRegister register;

    @Autowired
    JdbcClient client;

    private static int communities;
    Place community;
    Place estate;
    Actor staff;

    /// A community of its own, so that tests do not meet each other's people.
    @BeforeEach
    void community() {
        long key = 441_900_106_100L + ++communities;
        community = new Place(key, key, "" + key, PlaceKind.COMMUNITY, town.street.id(), "导入社区" + communities, null);
        estate = new Place(key, ids.next(), key + "-E001", PlaceKind.ESTATE, key, "导入花园", null);
        var all = new ArrayList<>(List.of(community, estate));
        for (int b = 1; b <= 10; b++) {
            var building = child(all, estate, "B%03d".formatted(b), PlaceKind.BUILDING, b + "栋");
            for (int s = 1; s <= 2; s++) {
                var stairwell = child(all, building, "S" + s, PlaceKind.STAIRWELL, s + "单元");
                for (int floor = 1; floor <= 18; floor++) {
                    for (int door = 1; door <= 4; door++) {
                        String number = "%02d%02d".formatted(floor, door);
                        child(all, stairwell, number, PlaceKind.DWELLING, number);
                    }
                }
            }
        }
        places.add(all);
        staff = town.actor(town.seat(community, Role.COMMITTEE_STAFF));
    }

    Place child(List<Place> all, Place parent, String part, PlaceKind kind, String name) {
        var place =
                new Place(parent.community(), ids.next(), parent.code() + "-" + part, kind, parent.id(), name, null);
        all.add(place);
        return place;
    }

    static InputStream workbook(List<String[]> rows) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var book = new Workbook(out, "test", "1.0")) {
            var sheet = book.newWorksheet("居民");
            for (int i = 0; i < HEADS.length; i++) {
                sheet.value(0, i, HEADS[i]);
            }
            for (int row = 0; row < rows.size(); row++) {
                String[] cells = rows.get(row);
                for (int i = 0; i < cells.length; i++) {
                    if (cells[i] != null) {
                        sheet.value(row + 1, i, cells[i]);
                    }
                }
            }
        }
        return new ByteArrayInputStream(out.toByteArray());
    }

    static String[] row(String name, String id, String phone, String building, String door) {
        return new String[] {name, id, phone, null, "导入花园", building, "1单元", door, "家属", "2020-05-01"};
    }

    /// Born in 1900 or soon after: nobody living has such a number.
    static String idNumber(int index) {
        int day = index / 900;
        String seventeen = "441900"
                + java.time.LocalDate.of(1900, 1, 1)
                        .plusDays(day)
                        .format(java.time.format.DateTimeFormatter.BASIC_ISO_DATE)
                + "%03d".formatted(100 + index % 900);
        return seventeen + IdNumber.sign(seventeen);
    }

    ImportJob checked(List<String[]> rows) throws Exception {
        var job = imports.upload(staff, community.code(), "a.xlsx", workbook(rows));
        return settle(job);
    }

    ImportJob settle(ImportJob job) {
        for (int tries = 0; tries < 5 && imports.get(staff, job.id()).running(); tries++) {
            worker.finish();
        }
        return imports.get(staff, job.id());
    }

    ImportJob written(List<String[]> rows) throws Exception {
        var job = checked(rows);
        return settle(imports.write(staff, job.id()));
    }

    Set<Integer> wrongRows(ImportJob job) throws IOException {
        var out = new ByteArrayOutputStream();
        imports.errors(job, out, Words.CHINESE);
        Set<Integer> found = new HashSet<>();
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()));
                var lines = book.getFirstSheet().openStream()) {
            lines.skip(1)
                    .forEach(line ->
                            found.add(line.getCellAsNumber(12).orElseThrow().intValue()));
        }
        return found;
    }

    List<Person> found(String name) {
        return directory.search(List.of(community.code()), name, null, 50).rows();
    }
}
