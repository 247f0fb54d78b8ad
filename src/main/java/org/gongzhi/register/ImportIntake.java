package org.gongzhi.register;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Takes workbooks in. One is read at a time: what one costs is bounded, what many at once cost is not.
@Component
class ImportIntake {

    private static final int AT_ONCE = 1000;

    private final ImportStore store;
    private final Places places;
    private final Path data;
    private final Semaphore reading = new Semaphore(1, true);

    ImportIntake(ImportStore store, Places places, @Value("${gongzhi.data}") Path data) {
        this.store = store;
        this.places = places;
        this.data = data;
    }

    /// A place that people can be imported into.
    Place place(String code) {
        Place place = places.find(code).orElseThrow(() -> Refusal.invalid("place"));
        if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0 || place.kind().exclusiveUnit()) {
            throw Refusal.invalid("import-place");
        }
        return place;
    }

    /// Keeps the workbook in a file while `reader` reads it, and no longer.
    void take(InputStream workbook, Consumer<Path> reader) throws IOException {
        Path folder = Files.createDirectories(data.resolve("incoming"));
        Path file = Files.createTempFile(folder, "import", ".xlsx");
        reading.acquireUninterruptibly();
        try {
            Files.copy(workbook, file, StandardCopyOption.REPLACE_EXISTING);
            reader.accept(file);
        } finally {
            reading.release();
            Files.deleteIfExists(file);
        }
    }

    /// Reads the rows of a job, and says how many.
    int read(ImportJob job, Path file) {
        store.insert(job);
        var batch = new ArrayList<ImportStore.Raw>();
        ImportReading told = ImportBook.read(file, row -> {
            batch.add(row);
            if (batch.size() == AT_ONCE) {
                store.insertRows(job, batch);
                batch.clear();
            }
        });
        store.insertRows(job, batch);
        int rows =
                told.sheets().stream().mapToInt(ImportReading.SheetRead::rows).sum();
        store.counted(job, rows, told);
        return rows;
    }
}
