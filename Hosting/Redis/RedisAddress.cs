using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace OrleansState.Hosting.Redis;

/// <summary>What is wrong with a <c>Redis:ConnectionString</c> by its form. What it says never repeats a password.</summary>
internal static partial class RedisAddress
{
    private const string Form = "127.0.0.1:6379 or redis-1:6379,user=orleansstate,password=…,ssl=true";

    /// <summary>A sentence; null where nothing is.</summary>
    public static string? Fault(string connectionString)
    {
        if (Url().IsMatch(connectionString))
            return $"Redis:ConnectionString is a URL, and is written as in {Form}.";
        try
        {
            var client = ConfigurationOptions.Parse(connectionString);
            if (client.EndPoints.Count == 0)
                return $"Redis:ConnectionString is not a connection string such as {Form}.";
            return client.Proxy == Proxy.None
                ? null
                : $"Redis:ConnectionString names a proxy ({client.Proxy}), behind which scripts can't be told from one server's to another's; name the Redis itself.";
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException)
        {
            return $"Redis:ConnectionString is not a connection string such as {Form}: {FirstLine(fault.Message)}";
        }
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();

    [GeneratedRegex(@"^\s*[a-z][a-z0-9+.-]*://", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Url();
}
