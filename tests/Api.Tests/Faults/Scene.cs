using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Faults;

/// <summary>A call of one route by fresh users, and how one sees what it did.</summary>
/// <param name="SendAsync">Sends it, each time with the same words.</param>
/// <param name="LookAsync">What there is to be seen of the state it may change, in one text.</param>
/// <param name="IsDoneAsync">Asserts that it has taken effect, once; it is handed the answer.</param>
/// <param name="Success">The status it is answered with.</param>
/// <param name="Again">Another that it may be answered with where its first try had taken effect.</param>
internal sealed record Scene(
    Func<Task<Answer>> SendAsync, Func<Task<string>> LookAsync, Func<Answer, Task> IsDoneAsync, int Success = 200, int Again = 0)
{
    /// <summary>Holds a call's answer under a fault against what became of it, with the fault gone.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="before">What was seen before the call.</param>
    /// <param name="fault">Which it was, for the message.</param>
    public async Task CheckAsync(Answer answer, string before, string fault)
    {
        if ((int)answer.Status != Success)
        {
            var code = (string?)answer.Json["type"];
            Assert.True(
                (int)answer.Status == 503 && code is "urn:orleansstate:problem:store-unavailable" or "urn:orleansstate:problem:outcome-unknown",
                $"{fault}: {(int)answer.Status} {answer.Text}");
            Assert.Equal(["1"], answer.Headers["Retry-After"]);
            if (code!.EndsWith("store-unavailable", StringComparison.Ordinal))
                Assert.True(before == await LookAsync(), $"{fault}: answered {answer.Text}, but what was\n{before}\nis\n{await LookAsync()}");
            answer = await FaultCluster.AnsweredAsync(SendAsync);
            Assert.True((int)answer.Status == Success || (int)answer.Status == Again, $"{fault}: sent again it was answered {(int)answer.Status} {answer.Text}");
        }

        await IsDoneAsync(answer);
    }
}
