using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OrleansState.Api.Tokens;

namespace OrleansState.Api.Lockouts;

/// <summary>
/// Knows a device again that somebody has logged in from, by a cookie that it keeps: what strangers fail at for that name does
/// not keep it out. The cookie proves nothing else. It has a random id and our signature over the id and the name, and so is
/// good for that name alone.
/// </summary>
internal sealed class KnownDevices(TokenKeys keys)
{
    public const string Cookie = "orleansstate-device";

    private const string Purpose = "device";
    private const int IdBytes = 16;
    private const int SignatureBytes = 16;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>Names the device, where somebody has logged in by this name on it.</summary>
    public string? Find(HttpRequest request, string username) => IdOf(request, username) is { } id ? Convert.ToHexString(id) : null;

    /// <summary>Has the device be known from now on, under the id that it may have already.</summary>
    public void Remember(HttpContext http, string username)
    {
        var id = IdOf(http.Request, username) ?? RandomNumberGenerator.GetBytes(IdBytes);
        http.Response.Cookies.Append(Cookie, Base64Url.EncodeToString([.. id, .. Sign(keys.Signing, id, username)]), new CookieOptions
        {
            HttpOnly = true,
            Secure = http.Request.IsHttps,
            SameSite = SameSiteMode.Strict,
            MaxAge = Lifetime,
            Path = "/",
        });
    }

    private byte[]? IdOf(HttpRequest request, string username)
    {
        if (request.Cookies[Cookie] is not { } text || !Base64Url.IsValid(text, out var length) || length != IdBytes + SignatureBytes)
            return null;
        var bytes = Base64Url.DecodeFromChars(text);
        var id = bytes[..IdBytes];
        return keys.All.Any(key => CryptographicOperations.FixedTimeEquals(Sign(key, id, username), bytes.AsSpan(IdBytes))) ? id : null;
    }

    private static byte[] Sign(TokenKey key, byte[] id, string username) =>
        key.Sign(Purpose, [.. id, .. Encoding.UTF8.GetBytes(username.ToLowerInvariant())])[..SignatureBytes];
}
