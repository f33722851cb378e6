using System.Reflection;
using Orleans.Serialization.Invocation;

namespace OrleansState.LocalCluster.Tests.Membership;

/// <summary>A call that has come to a grain.</summary>
internal sealed class IncomingCall : IIncomingGrainCallContext
{
    public bool WasAnswered { get; private set; }

    public IInvokable Request => throw new NotSupportedException();

    public object Grain => throw new NotSupportedException();

    public GrainId? SourceId => null;

    public GrainId TargetId => default;

    public GrainInterfaceType InterfaceType => default;

    public string InterfaceName => "IGrain";

    public string MethodName => "Call";

    public MethodInfo InterfaceMethod => throw new NotSupportedException();

    public MethodInfo ImplementationMethod => throw new NotSupportedException();

    public IGrainContext TargetContext => throw new NotSupportedException();

    public object? Result { get; set; }

    public Response? Response { get; set; }

    public Task Invoke()
    {
        WasAnswered = true;
        return Task.CompletedTask;
    }
}
