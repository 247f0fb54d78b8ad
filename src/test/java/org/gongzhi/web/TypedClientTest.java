package org.gongzhi.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.RunningProgram;
import org.gongzhi.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody does who wants to write a program against the API: takes the description, lets a generator make a
/// client (openapi-generator, `java`), compiles it, and reports a problem with typed calls.
@EmbeddedOnly("about a client; what arrives is asked over SQL by the tests of the modules")
class TypedClientTest extends RunningProgram {

    /// Not on the class path: it brings its own copies of half of what is there.
    private static final Path GENERATOR = Path.of(System.getProperty("gongzhi.generator"));

    private static final String CALLER = """
            package caller;

            import client.ApiClient;
            import client.ApiException;
            import client.api.MattersApi;
            import client.model.MatterReport;

            public class Caller {
                public static String report(String base, String token, String place, String text) throws Exception {
                    var programs = new ApiClient();
                    programs.updateBaseUri(base);
                    programs.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
                    var matters = new MattersApi(programs);
                    var told = new MatterReport().kind("E0507").place(place).text(text);
                    var receipt = matters.matterReport(told, java.util.UUID.randomUUID().toString());
                    return receipt.getNumber() + " " + matters.matterOne(receipt.getNumber(), null).getMatter().getKind();
                }

                public static int refused(String base, String place) throws Exception {
                    var programs = new ApiClient();
                    programs.updateBaseUri(base);
                    try {
                        new MattersApi(programs).matterReport(new MatterReport().kind("nonsense").place(place), null);
                        return 0;
                    } catch (ApiException refused) {
                        return refused.getCode();
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    private static final String GENERATE = "generate -i openapi.json -g java --library native -o made --global-property"
            + " apis" + (Scale.whole() ? "" : "=Matters")
            + ",models,supportingFiles,apiDocs=false,modelDocs=false,apiTests=false,modelTests=false"
            + " --additional-properties apiPackage=client.api,modelPackage=client.model,invokerPackage=client,"
            + "openApiNullable=false,useJakartaEe=true,hideGenerationTimestamp=true";

    private void generate() throws Exception {
        String described = call("GET", "/openapi.json", "", null, Map.of()).body();
        Files.writeString(folder.resolve("openapi.json"), described);
        Path log = folder.resolve("log");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(
                List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", GENERATOR.toString()));
        command.addAll(List.of(GENERATE.split(" ")));
        var run = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(run.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).as(Files.readString(log)).isZero();
    }

    private URL[] compile() throws Exception {
        Path caller = Files.createDirectories(folder.resolve("caller")).resolve("Caller.java");
        Files.writeString(caller, CALLER);
        Path client = folder.resolve("made/src/main/java");
        var sources = new ArrayList<>(List.of(caller));
        if (Scale.whole()) { // else what the caller needs of it
            try (var made = Files.walk(client)) {
                made.filter(each -> each.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var options = List.of("-d", classes.toString(), "-sourcepath", client.toString(), "-proc:none", "-nowarn");
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean good = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(good).as(said.toString()).isTrue();
            return new URL[] {classes.toUri().toURL()};
        }
    }

    @Test
    void aGeneratedClientCompilesAndReports() throws Exception {
        generate();
        try (var loader = new URLClassLoader(compile(), getClass().getClassLoader())) {
            Class<?> caller = loader.loadClass("caller.Caller");
            String place = town.stairwell.code();
            Object told = caller.getMethod("report", String.class, String.class, String.class, String.class)
                    .invoke(null, url(""), token(town.resident), place, "电动车停在楼道里");
            assertThat(told.toString()).matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3} E0507");
            assertThat(caller.getMethod("refused", String.class, String.class).invoke(null, url(""), place))
                    .isEqualTo(400);
        }
    }
}
