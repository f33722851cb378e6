using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace OrleansState.Bench.Load;

/// <summary>Reads one HTTP/1.1 answer: its status and its body, of known length or in chunks.</summary>
internal sealed class HttpReplyBuffer
{
    private byte[] _buffer = new byte[32 * 1024];
    private byte[] _chunks = [];
    private int _filled;

    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>The server ends the connection after this answer.</summary>
    public bool Closes { get; private set; }

    public int Read(Socket socket)
    {
        _filled = 0;
        int headEnd;
        while ((headEnd = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
            Receive(socket);
        var head = _buffer.AsSpan(0, headEnd + 2);
        if (!Utf8Parser.TryParse(head[9..], out int status, out _))
            throw new IOException("The answer has no status.");
        Closes = Header(head, "connection"u8) is "close";
        var isChunked = Header(head, "transfer-encoding"u8) is "chunked";
        var length = Header(head, "content-length"u8) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;
        Body = isChunked ? ReadChunks(socket, headEnd + 4) : ReadBody(socket, headEnd + 4, length);
        return status;
    }

    private ReadOnlyMemory<byte> ReadBody(Socket socket, int start, int length)
    {
        while (_filled < start + length)
            Receive(socket);
        return _buffer.AsMemory(start, length);
    }

    private ReadOnlyMemory<byte> ReadChunks(Socket socket, int start)
    {
        var length = 0;
        while (true)
        {
            int lineEnd;
            while ((lineEnd = _buffer.AsSpan(start, _filled - start).IndexOf("\r\n"u8)) < 0)
                Receive(socket);
            if (!Utf8Parser.TryParse(_buffer.AsSpan(start, lineEnd), out int size, out _, 'x'))
                throw new IOException("A chunk has no size.");
            start += lineEnd + 2;
            var chunk = ReadBody(socket, start, size + 2)[..size];
            if (size == 0)
                return _chunks.AsMemory(0, length);
            if (_chunks.Length < length + size)
                Array.Resize(ref _chunks, Math.Max(length + size, 2 * _chunks.Length));
            chunk.CopyTo(_chunks.AsMemory(length));
            (length, start) = (length + size, start + size + 2);
        }
    }

    private void Receive(Socket socket)
    {
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        var received = socket.Receive(_buffer.AsSpan(_filled));
        if (received == 0)
            throw new IOException("The connection ended before the answer did.");
        _filled += received;
    }

    private static string? Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        while (head.IndexOf("\r\n"u8) is var end and >= 0)
        {
            var line = head[..end];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return Encoding.ASCII.GetString(line[(name.Length + 1)..]).Trim().ToLowerInvariant();
            head = head[(end + 2)..];
        }

        return null;
    }
}
