using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OrleansState.Api.SecurityLog;

/// <summary>
/// What whoever watches for attacks wants to read. The ids are stable; <c>SECURITY.md</c> lists them. No line holds a
/// password, a token, or a name as it was typed, which may be a password in the wrong field.
/// </summary>
internal sealed partial class SecurityEvents(ILogger<SecurityEvents> logger)
{
    /// <summary>Enough to tell names apart; too little to find out what was typed.</summary>
    private const int NameHashBytes = 4;

    public void LoginFailed(string username, IPAddress? address)
    {
        var hash = HashOf(username);
        LogLoginFailed(hash, address);
    }

    public void LockedOut(string username, IPAddress? address, TimeSpan wait)
    {
        var (hash, seconds) = (HashOf(username), (long)Math.Ceiling(wait.TotalSeconds));
        LogLockedOut(hash, address, seconds);
    }

    public void PasswordRefused(string userId, IPAddress? address) => LogPasswordRefused(userId, address);

    public void PasswordChanged(string userId, IPAddress? address) => LogPasswordChanged(userId, address);

    public void RefreshTokenReused(string userId, string sessionId) => LogRefreshTokenReused(userId, sessionId);

    /// <summary>The id would outlive the user.</summary>
    public void Erased(string userId, IPAddress? address)
    {
        var hash = UserHash.Of(userId);
        LogErased(hash, address);
    }

    public void AdminLoggedIn(string userId, IPAddress? address) => LogAdminLoggedIn(userId, address);

    public void AdminActed(string userId, string method, string? route, string? about, IPAddress? address) => LogAdminActed(userId, method, route, about, address);

    public void Forbidden(string? userId, string method, string? route, IPAddress? address) => LogForbidden(userId, method, route, address);

    private static string HashOf(string username) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(username.ToLowerInvariant())).AsSpan(0, NameHashBytes));

    [LoggerMessage(EventId = 2101, EventName = "LoginFailed", Level = LogLevel.Warning, Message = "A login failed: name {NameHash}, from {Address}")]
    private partial void LogLoginFailed(string nameHash, IPAddress? address);

    [LoggerMessage(EventId = 2102, EventName = "LockedOut", Level = LogLevel.Warning, Message = "A password was not looked at after too many failures: name {NameHash}, from {Address}, for another {Seconds} s")]
    private partial void LogLockedOut(string nameHash, IPAddress? address, long seconds);

    [LoggerMessage(EventId = 2103, EventName = "Forbidden", Level = LogLevel.Warning, Message = "User {User} may not {Method} {Route}, from {Address}")]
    private partial void LogForbidden(string? user, string method, string? route, IPAddress? address);

    [LoggerMessage(EventId = 2104, EventName = "AdminActed", Level = LogLevel.Information, Message = "Admin {User} called {Method} {Route}, about user {About}, from {Address}")]
    private partial void LogAdminActed(string user, string method, string? route, string? about, IPAddress? address);

    [LoggerMessage(EventId = 2105, EventName = "PasswordChanged", Level = LogLevel.Information, Message = "User {User} changed the password, from {Address}")]
    private partial void LogPasswordChanged(string user, IPAddress? address);

    [LoggerMessage(EventId = 2106, EventName = "PasswordRefused", Level = LogLevel.Warning, Message = "User {User} gave a wrong current password, from {Address}")]
    private partial void LogPasswordRefused(string user, IPAddress? address);

    [LoggerMessage(EventId = 2107, EventName = "Erased", Level = LogLevel.Information, Message = "A user was erased at their own wish: {UserHash}, from {Address}")]
    private partial void LogErased(string userHash, IPAddress? address);

    [LoggerMessage(EventId = 2108, EventName = "RefreshTokenReused", Level = LogLevel.Warning, Message = "A used refresh token of user {User} came again, and its session {Session} was ended: it may have been stolen")]
    private partial void LogRefreshTokenReused(string user, string session);

    [LoggerMessage(EventId = 2109, EventName = "AdminLoggedIn", Level = LogLevel.Information, Message = "Admin {User} logged in, from {Address}")]
    private partial void LogAdminLoggedIn(string user, IPAddress? address);
}
