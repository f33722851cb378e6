using System.Buffers.Binary;

namespace OrleansState.Api.Accounts;

/// <summary>Tells a hash of ASP.NET Core Identity's hasher from a password.</summary>
internal static class PasswordHashes
{
    private const byte Version3 = 1;
    private const int HeaderBytes = 13;
    private const int FewestSaltBytes = 16;
    private const int FewestHashBytes = 16;

    /// <summary>
    /// The layout of version 3: one byte version; then function, iterations and length of the salt, four bytes each and
    /// big-endian; then the salt and the hash. See <c>PasswordHasher.cs</c> of dotnet/aspnetcore.
    /// </summary>
    public static bool IsHash(string value)
    {
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length) || length < HeaderBytes || bytes[0] != Version3)
            return false;
        var function = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1));
        var iterations = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5));
        var salt = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9));
        return function <= 2 && iterations is > 0 and <= int.MaxValue && salt >= FewestSaltBytes && HeaderBytes + (long)salt + FewestHashBytes <= length;
    }

    /// <summary>How many rounds a hash was made with; 0 of what has another layout.</summary>
    public static int IterationsOf(string hash)
    {
        var bytes = new byte[hash.Length];
        return Convert.TryFromBase64String(hash, bytes, out var length) && length >= HeaderBytes && bytes[0] == Version3
            ? (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)))
            : 0;
    }
}
