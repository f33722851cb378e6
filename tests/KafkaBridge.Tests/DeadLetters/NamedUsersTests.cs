using System.Text;
using Confluent.Kafka;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.Users;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

public sealed class NamedUsersTests
{
    private static readonly string Id = Guid.CreateVersion7().ToString("N");

    [Theory]
    [InlineData("ID")]
    [InlineData("guest:ID")]
    [InlineData("""{"user_id":"ID","action":""")]
    [InlineData("user%2FID%2Fclick")]
    [InlineData("\u0001binary\u0002ID\u0003")]
    [InlineData("abcdefID0123456789")]
    public void An_id_is_found_wherever_it_stands(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Replace("ID", Id, StringComparison.Ordinal));

        foreach (var found in new[] { NamedUsers.In(bytes, null, null), NamedUsers.In(null, bytes, null), NamedUsers.In(null, null, new Headers { { "trace", bytes } }) })
            Assert.Superset(new HashSet<string> { Id, "guest:" + Id }, found);
    }

    [Fact]
    public void The_id_of_a_guest_is_found()
    {
        var guest = Guests.NewId(TimeProvider.System.GetUtcNow());

        Assert.Contains(guest, NamedUsers.In(Encoding.ASCII.GetBytes($"[{guest}]"), null, null));
    }

    [Theory]
    [InlineData("42")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("")]
    public void What_can_be_no_id_asks_nobody(string text) => Assert.Empty(NamedUsers.In(Encoding.UTF8.GetBytes(text), null, null));
}
