using System.Text;
using System.Text.Json;
using OrleansState.Bench.Load;

namespace OrleansState.Bench.Rows.Identity;

/// <summary>Registered users of an Api, and their logins.</summary>
internal sealed class Users(int port)
{
    public const string Password = "correct horse battery";

    private const int Created = 201;
    private const int Success = 200;

    private readonly List<byte[]> _logins = [];

    public IReadOnlyList<byte[]> Logins => _logins;

    public void Register(int count)
    {
        using var http = new HttpConnection(port);
        for (var i = 0; i < count; i++)
        {
            var credentials = $$"""{"username":"bench-user-{{i}}","password":"{{Password}}"}""";
            var status = http.Exchange(HttpMessage.Post("/register", null, credentials));
            if (status != Created)
                throw new WrongAnswerException($"A registration was answered {status}: {Encoding.UTF8.GetString(http.Body.Span)}");
            _logins.Add(HttpMessage.Post("/login", null, credentials));
        }
    }

    /// <summary>Logs in, and makes the request that refreshes once.</summary>
    public byte[] LogInToRefresh(int user)
    {
        using var http = new HttpConnection(port);
        var status = http.Exchange(_logins[user]);
        return status == Success ? Refresh(http.Body)
            : throw new WrongAnswerException($"A login was answered {status}: {Encoding.UTF8.GetString(http.Body.Span)}");
    }

    /// <summary>The next refresh, out of an answer with a token pair.</summary>
    public static byte[] Refresh(ReadOnlyMemory<byte> pair)
    {
        using var json = JsonDocument.Parse(pair);
        return HttpMessage.Post("/token/refresh", null, $$"""{"refresh_token":"{{json.RootElement.GetProperty("refresh_token").GetString()}}"}""");
    }
}
