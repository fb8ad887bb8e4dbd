// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/**
 * Bytes that were written once, in their order, and can be read at any place, by any thread. They are serialised by
 * their content: a copy is stored anew, where {@link Storage#standard()} has room for it.
 */
public abstract sealed class StoredBytes implements Serializable permits FileBytes, HeapBytes {

    private static final long serialVersionUID = 1L;

    private static final int BLOCK = 1 << 16;

    /** How many there are. */
    public abstract long length();

    /**
     * Fills an array.
     *
     * @param start the place of the first byte
     * @throws IndexOutOfBoundsException if there are not so many bytes
     * @throws java.io.UncheckedIOException if they are in a file that cannot be read any more
     */
    public abstract void read(long start, byte[] target);

    /** What is serialised in their place. */
    final Object writeReplace() {
        return new Copy(this);
    }

    /** How many bytes there are, and the bytes. */
    private static final class Copy implements Serializable {

        private static final long serialVersionUID = 1L;

        private transient StoredBytes bytes;

        Copy(StoredBytes bytes) {
            this.bytes = bytes;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeLong(bytes.length());
            for (long start = 0; start < bytes.length(); start += BLOCK) {
                byte[] block = new byte[(int) Math.min(BLOCK, bytes.length() - start)];
                bytes.read(start, block);
                out.write(block);
            }
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            long length = in.readLong();
            bytes = Storage.standard().keep("a copy of data", length, out -> {
                for (long start = 0; start < length; start += BLOCK) {
                    byte[] block = new byte[(int) Math.min(BLOCK, length - start)];
                    in.readFully(block);
                    out.write(block);
                }
            });
        }

        private Object readResolve() {
            return bytes;
        }
    }
}
