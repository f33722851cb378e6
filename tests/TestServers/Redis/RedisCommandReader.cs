using System.Buffers.Text;

namespace OrleansState.TestServers.Redis;

/// <summary>Cuts what a client sends into commands. Clients send arrays of strings, whatever version of the protocol they speak.</summary>
internal sealed class RedisCommandReader(Stream client)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly List<byte> _command = [];
    private int _read;
    private int _length;

    /// <summary>The next command, or null at the end of the connection.</summary>
    public async Task<RedisCommand?> ReadAsync()
    {
        _command.Clear();
        if (await LengthAsync((byte)'*') is not { } count)
            return null;
        var arguments = new List<byte[]>(count);
        for (var i = 0; i < count; i++)
        {
            if (await LengthAsync((byte)'$') is not { } length || await TakeAsync(length + 2) is not { } text)
                return null;
            arguments.Add(text[..length]);
        }

        return new RedisCommand([.. _command], arguments);
    }

    private async Task<int?> LengthAsync(byte mark)
    {
        var line = new List<byte>();
        while (await TakeAsync(1) is [var next])
        {
            if (next == '\n')
            {
                return line[0] == mark && Utf8Parser.TryParse(line.ToArray().AsSpan(1), out int length, out _)
                    ? length
                    : throw new InvalidDataException("What a client sent was no command.");
            }

            line.Add(next);
        }

        return null;
    }

    private async Task<byte[]?> TakeAsync(int count)
    {
        var taken = new byte[count];
        for (var i = 0; i < count; i++)
        {
            if (_read == _length)
            {
                (_read, _length) = (0, await client.ReadAsync(_buffer));
                if (_length == 0)
                    return null;
            }

            taken[i] = _buffer[_read++];
        }

        _command.AddRange(taken);
        return taken;
    }
}
