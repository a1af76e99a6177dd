package telco.usage.upload;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a file so that a failure of the disk can be told from one of whoever sends its bytes. Closing it writes it through. */
final class StoredOutput extends FilterOutputStream {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final FileChannel file;

    /** The disk, not the sender, has failed. */
    static final class FailedException extends IOException {

        private static final long serialVersionUID = 1L;

        FailedException(IOException cause) {
            super(cause);
        }
    }

    StoredOutput(Path path) throws FailedException {
        this(open(path));
    }

    private StoredOutput(FileChannel file) {
        super(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES));
        this.file = file;
    }

    private static FileChannel open(Path path) throws FailedException {
        try {
            return FileChannel.open(path, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new FailedException(e);
        }
    }

    private interface Write {
        void to(OutputStream target) throws IOException;
    }

    private void write(Write write) throws FailedException {
        try {
            write.to(out);
        } catch (IOException e) {
            throw new FailedException(e);
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(target -> target.write(value));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(target -> target.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        write(OutputStream::flush);
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
            write(target -> file.force(true));
        }
    }
}
