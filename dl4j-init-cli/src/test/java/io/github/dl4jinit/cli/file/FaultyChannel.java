// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file of a {@link FaultyDisk}. A write that fails leaves half of its bytes there, as on a full disk. */
final class FaultyChannel extends FileChannel {

    private final FaultyDisk disk;
    private final String file;
    private final FileChannel channel;

    FaultyChannel(FaultyDisk disk, String file, FileChannel channel) {
        this.disk = disk;
        this.file = file;
        this.channel = channel;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        writeHalfIfFaulty(bytes, channel.position());
        return channel.write(bytes);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        writeHalfIfFaulty(bytes, position);
        return channel.write(bytes, position);
    }

    private void writeHalfIfFaulty(ByteBuffer bytes, long position) throws IOException {
        try {
            disk.change("write", file);
        } catch (IOException e) {
            channel.write(bytes.duplicate().limit(bytes.position() + bytes.remaining() / 2), position);
            throw e;
        }
    }

    @Override
    public long write(ByteBuffer[] bytes, int from, int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        disk.change("truncate", file);
        channel.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        disk.change("force", file);
        channel.force(metadata);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        disk.change("lock", file);
        return channel.tryLock(position, size, shared);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        disk.change("lock", file);
        return channel.lock(position, size, shared);
    }

    /** As the system's: the file is closed even where that says that it failed. */
    @Override
    protected void implCloseChannel() throws IOException {
        channel.close();
        disk.change("close", file);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return channel.read(into, position);
    }

    @Override
    public long read(ByteBuffer[] into, int from, int count) throws IOException {
        return channel.read(into, from, count);
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        channel.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }
}
