using System.Security.Cryptography;
using System.Text;

namespace OrleansState;

/// <summary>
/// Stands for a user where the id itself must not outlive an erasure. No secret goes into it: the ids of all who can be
/// erased have more than 70 random bits, so that nobody finds one by trying.
/// </summary>
public static class UserHash
{
    /// <summary>32 hexadecimal digits.</summary>
    public static string Of(string userId)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(userId)).AsSpan(0, 16));
    }
}
