package dev.goodhart.privacy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.io.LocalInputFile;

/**
 * Everything that lies below a folder, piece by piece: names, files as they lie, and of Parquet
 * files each page decompressed, and the statistics.
 */
final class StoredBytes {
  /** Takes a piece and where it was found. */
  @FunctionalInterface
  interface Reader {
    void piece(String where, byte[] bytes);
  }

  /** In these a text stands whole, byte after byte; in the delta encodings it would not. */
  private static final Set<String> LEGIBLE =
      Set.of("PLAIN", "PLAIN_DICTIONARY", "RLE_DICTIONARY", "RLE", "BIT_PACKED");

  private static final List<byte[]> COMPRESSED_BEGIN_WITH =
      List.of(
          new byte[] {0x1f, (byte) 0x8b},
          new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
          new byte[] {'P', 'K', 3, 4},
          new byte[] {'B', 'Z', 'h'},
          new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z'});

  private StoredBytes() {}

  /** Hands over every piece below a folder. */
  static void below(Path folder, Reader reader) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        String name = folder.relativize(path).toString();
        reader.piece(name + ": its name", name.getBytes(StandardCharsets.UTF_8));
        if (Files.isRegularFile(path)) {
          file(path, name, reader);
        }
      }
    }
  }

  private static void file(Path path, String name, Reader reader) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    if (COMPRESSED_BEGIN_WITH.stream().anyMatch(magic -> beginsWith(bytes, magic))) {
      throw new IllegalStateException(name + " is compressed in a way that is not undone here");
    }
    reader.piece(name + ": as it lies", bytes);
    if (name.endsWith(".parquet")) {
      try (ParquetFileReader file = ParquetFileReader.open(new LocalInputFile(path))) {
        statistics(file, name, reader);
        pages(file, name, reader);
      }
    }
  }

  private static boolean beginsWith(byte[] bytes, byte[] magic) {
    return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, magic.length))
        .equals(ByteBuffer.wrap(magic));
  }

  private static void statistics(ParquetFileReader file, String name, Reader reader)
      throws IOException {
    FileMetaData meta = file.getFooter().getFileMetaData();
    meta.getKeyValueMetaData()
        .forEach(
            (key, value) ->
                reader.piece(
                    name + ": entry " + key + " of the footer",
                    value.getBytes(StandardCharsets.UTF_8)));
    for (BlockMetaData rowGroup : file.getRowGroups()) {
      for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
        if (!chunk.getEncodings().stream().map(Encoding::name).allMatch(LEGIBLE::contains)) {
          throw new IllegalStateException(
              name + " is encoded in a way that is not undone here: " + chunk.getEncodings());
        }
        String where = name + ": statistics of " + chunk.getPath().toDotString();
        Statistics<?> statistics = chunk.getStatistics();
        if (statistics.hasNonNullValue()) {
          reader.piece(where, statistics.getMinBytes());
          reader.piece(where, statistics.getMaxBytes());
        }
        ColumnIndex index = file.readColumnIndex(chunk);
        if (index != null) {
          index.getMinValues().forEach(value -> reader.piece(where, copied(value)));
          index.getMaxValues().forEach(value -> reader.piece(where, copied(value)));
        }
      }
    }
  }

  private static byte[] copied(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static void pages(ParquetFileReader file, String name, Reader reader) throws IOException {
    List<ColumnDescriptor> columns = file.getFileMetaData().getSchema().getColumns();
    PageReadStore rowGroup = file.readNextRowGroup();
    while (rowGroup != null) {
      for (ColumnDescriptor column : columns) {
        String where = " of " + String.join(".", column.getPath());
        PageReader pages = rowGroup.getPageReader(column);
        DictionaryPage dictionary = pages.readDictionaryPage();
        if (dictionary != null) {
          reader.piece(
              name + ": dictionary" + where, dictionary.getBytes().toInputStream().readAllBytes());
        }
        DataPage page = pages.readPage();
        while (page != null) {
          reader.piece(name + ": page" + where, values(page).toInputStream().readAllBytes());
          page = pages.readPage();
        }
      }
      rowGroup = file.readNextRowGroup();
    }
  }

  private static BytesInput values(DataPage page) {
    return page.accept(
        new DataPage.Visitor<BytesInput>() {
          @Override
          public BytesInput visit(DataPageV1 first) {
            return first.getBytes();
          }

          @Override
          public BytesInput visit(DataPageV2 second) {
            return second.getData();
          }
        });
  }
}
