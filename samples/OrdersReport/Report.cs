using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OrleansState.OrdersReport;

/// <summary>
/// What was ordered, in a SQLite file. An event's id, how far the partition has been read and what the event does are one
/// transaction: after a crash all three are there or none, so that each event counts once, whoever sends it twice.
/// </summary>
internal sealed class Report : IDisposable
{
    private const string Tables =
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS progress (partition INTEGER PRIMARY KEY, next_offset INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS applied (id TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS pieces (item TEXT PRIMARY KEY, quantity INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS orders (order_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, time TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS erased (user_id TEXT PRIMARY KEY, time TEXT NOT NULL) WITHOUT ROWID;
        """;

    private readonly SqliteConnection _connection;

    public Report(string file)
    {
        _connection = new SqliteConnection($"Data Source={file}");
        _connection.Open();
        Execute(Tables);
    }

    /// <summary>Where to read on; null for a partition that was never read.</summary>
    public long? NextOffset(int partition) => (long?)Ask("SELECT next_offset FROM progress WHERE partition = $1", partition);

    public void Apply(int partition, long offset, Change change)
    {
        using var transaction = _connection.BeginTransaction();
        if (Execute("INSERT OR IGNORE INTO applied VALUES ($1)", change.Id) == 1)
            Apply(change);
        Execute("INSERT INTO progress VALUES ($1, $2) ON CONFLICT DO UPDATE SET next_offset = $2", partition, offset + 1);
        transaction.Commit();
    }

    /// <summary>The report: how many orders there are, and how many pieces of each item were ordered.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"orders {Ask("SELECT count(*) FROM orders")}";
        using var command = Command("SELECT item, quantity FROM pieces ORDER BY item");
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return $"{rows.GetString(0)} {rows.GetInt64(1)}";
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>A type that it does not know it passes over: there may be more some day.</summary>
    private void Apply(Change change)
    {
        switch (change.Type)
        {
            case "cart_checked_out" when !IsErased(change):
                Execute("INSERT INTO orders VALUES ($1, $2, $3)", change.Data.GetProperty("order_id").GetString()!, change.User, Text(change.Time));
                foreach (var line in change.Data.GetProperty("lines").EnumerateArray())
                {
                    Execute("INSERT INTO pieces VALUES ($1, $2) ON CONFLICT DO UPDATE SET quantity = quantity + $2", line.GetProperty("item").GetString()!, line.GetProperty("quantity").GetInt64());
                }

                break;
            case "user_erased":
                Execute("DELETE FROM orders WHERE user_id = $1", change.User);
                Execute("INSERT INTO erased VALUES ($1, $2) ON CONFLICT DO UPDATE SET time = $2", change.User, Text(change.Time));
                break;
        }
    }

    /// <summary>What was decided before its user was erased, and came later, counts no more.</summary>
    private bool IsErased(Change change) =>
        Ask("SELECT time FROM erased WHERE user_id = $1", change.User) is string erased && string.CompareOrdinal(Text(change.Time), erased) <= 0;

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private int Execute(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private object? Ask(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar();
    }

    private SqliteCommand Command(string sql, params object[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        return command;
    }
}
