using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OrleansState.Bench.Load;

/// <summary>Gathers one HTTP/1.1 answer as it comes in: its status and its body, of known length or in chunks.</summary>
internal sealed class HttpReplyBuffer
{
    private byte[] _buffer = new byte[32 * 1024];
    private byte[] _chunks = [];
    private int _filled;

    public int Status { get; private set; }

    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>The server ends the connection after this answer.</summary>
    public bool Closes { get; private set; }

    /// <summary>Before the next answer.</summary>
    public void Clear() => _filled = 0;

    /// <summary>Takes what has come in, or waits for it.</summary>
    /// <returns>Whether the answer is whole.</returns>
    /// <exception cref="IOException">The connection ended before the answer did.</exception>
    public bool Receive(Socket socket)
    {
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        var received = socket.Receive(_buffer.AsSpan(_filled));
        if (received == 0)
            throw new IOException("The connection ended before the answer did.");
        _filled += received;
        return TryParse();
    }

    private bool TryParse()
    {
        var headEnd = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
            return false;
        var head = _buffer.AsSpan(0, headEnd + 2);
        if (!Utf8Parser.TryParse(head[9..], out int status, out _))
            throw new IOException("The answer has no status.");
        Status = status;
        Closes = Header(head, "connection"u8) is "close";
        if (Header(head, "transfer-encoding"u8) is "chunked")
            return TryJoinChunks(headEnd + 4);
        var length = Header(head, "content-length"u8) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        if (_filled < headEnd + 4 + length)
            return false;
        Body = _buffer.AsMemory(headEnd + 4, length);
        return true;
    }

    private bool TryJoinChunks(int start)
    {
        var length = 0;
        while (true)
        {
            var lineEnd = _buffer.AsSpan(start, _filled - start).IndexOf("\r\n"u8);
            if (lineEnd < 0)
                return false;
            if (!Utf8Parser.TryParse(_buffer.AsSpan(start, lineEnd), out int size, out _, 'x'))
                throw new IOException("A chunk has no size.");
            start += lineEnd + 2;
            if (_filled < start + size + 2)
                return false;
            if (size == 0)
                break;
            if (_chunks.Length < length + size)
                Array.Resize(ref _chunks, Math.Max(length + size, 2 * _chunks.Length));
            _buffer.AsSpan(start, size).CopyTo(_chunks.AsSpan(length));
            (length, start) = (length + size, start + size + 2);
        }

        Body = _chunks.AsMemory(0, length);
        return true;
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
