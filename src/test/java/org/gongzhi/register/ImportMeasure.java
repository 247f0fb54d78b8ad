package org.gongzhi.register;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.gongzhi.people.IdNumber;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Imports a workbook of 100,000 people into a running program and exports them again, beside writing and reading
/// the same workbook and nothing else.
///
/// Arguments: address, token, code of the community, file of its dwellings (`estate|building|stairwell|door`).
public final class ImportMeasure {

    private static final int ROWS = 100_000;
    private static final String[] HEADS = {"姓名", "身份证号", "电话", "性别", "小区", "楼栋", "单元", "室号", "与房屋关系", "入住日期"};
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private ImportMeasure() {}

    /// Measures.
    public static void main(String[] arguments) throws Exception {
        String address = arguments[0] + "/api/v1";
        String token = arguments[1];
        String place = arguments[2];
        var doors = Files.readAllLines(Path.of(arguments[3]));
        long start = System.nanoTime();
        byte[] book = book(doors);
        double wrote = since(start);
        start = System.nanoTime();
        long read = rows(book);
        double alone = since(start);
        if (read != ROWS + 1) {
            throw new IllegalStateException("the workbook has " + read + " rows");
        }
        start = System.nanoTime();
        String job = address + "/imports/"
                + upload(address, token, place, book).path("id").asString();
        JsonNode checked = settle(job, token, "CHECKED");
        double check = since(start);
        start = System.nanoTime();
        post(job + "/write", token, "{}");
        JsonNode done = settle(job, token, "DONE");
        double write = since(start);
        start = System.nanoTime();
        byte[] out = post(
                address + "/exports",
                token,
                "{\"place\":\"" + place + "\",\"purpose\":\"measuring how long it takes\"}");
        double export = since(start);
        System.out.println("| 100,000 rows | seconds | rows/s |");
        System.out.println("|---|---|---|");
        line("a workbook written, nothing else (limit)", wrote);
        line("a workbook read, nothing else (limit)", alone);
        line("uploaded and checked: every cell, address, identity number, likeness to who is there", check);
        line("written: sealed, searchable, residences, journal", write);
        line("exported, masked, everybody of the community", export);
        System.out.printf(
                "%nRows found: %s; written: %s; %,d rows in the export.%n",
                checked.path("counts"), done.path("counts").path("WRITTEN"), rows(out) - 1);
    }

    private static void line(String what, double seconds) {
        System.out.printf("| %s | %.1f | %,.0f |%n", what, seconds, ROWS / seconds);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static byte[] book(List<String> doors) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var book = new Workbook(out, "measure", "1.0")) {
            var sheet = book.newWorksheet("居民");
            for (int i = 0; i < HEADS.length; i++) {
                sheet.value(0, i, HEADS[i]);
            }
            for (int row = 0; row < ROWS; row++) {
                String[] door = doors.get(row % doors.size()).split("\\|");
                sheet.value(row + 1, 0, "量" + (char) ('一' + row % 5000) + (char) ('丁' + row / 5000));
                sheet.value(row + 1, 1, number(row));
                sheet.value(row + 1, 2, "100%08d".formatted(row));
                for (int i = 0; i < 4; i++) {
                    sheet.value(row + 1, 4 + i, door[i]);
                }
                sheet.value(row + 1, 8, "家属");
                sheet.value(row + 1, 9, "2020-05-01");
            }
        }
        return out.toByteArray();
    }

    /// Born long ago: nobody living has such a number.
    private static String number(int index) {
        String seventeen = "441900"
                + LocalDate.of(1900, 1, 1).plusDays(index / 900).format(DateTimeFormatter.BASIC_ISO_DATE)
                + "%03d".formatted(100 + index % 900);
        return seventeen + IdNumber.sign(seventeen);
    }

    private static long rows(byte[] book) throws IOException {
        try (var read = new ReadableWorkbook(new ByteArrayInputStream(book));
                var rows = read.getFirstSheet().openStream()) {
            return rows.count();
        }
    }

    private static JsonNode upload(String address, String token, String place, byte[] book) throws Exception {
        String edge = "measure-edge";
        var body = new ByteArrayOutputStream();
        body.writeBytes(("--" + edge + "\r\nContent-Disposition: form-data; name=\"place\"\r\n\r\n" + place + "\r\n--"
                        + edge + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.xlsx\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(book);
        body.writeBytes(("\r\n--" + edge + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return JSON.readTree(send(HttpRequest.newBuilder(URI.create(address + "/imports"))
                .header("Content-Type", "multipart/form-data; boundary=" + edge)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build()));
    }

    private static byte[] post(String address, String token, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static byte[] send(HttpRequest request) throws Exception {
        var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(request.uri().getPath() + ": " + answer.statusCode() + " "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }

    private static JsonNode settle(String job, String token, String state) throws Exception {
        while (true) {
            JsonNode now = JSON.readTree(send(HttpRequest.newBuilder(URI.create(job))
                    .header("Authorization", "Bearer " + token)
                    .build()));
            if (now.path("state").asString().equals(state)) {
                return now;
            }
            if (!now.path("state").asString().matches("CHECKING|WRITING")) {
                throw new IllegalStateException("not " + state + " but " + now);
            }
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos()); // twice as often as the page asks
        }
    }
}
