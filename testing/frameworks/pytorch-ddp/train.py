"""Data parallel over gloo, one process a host, in the form that SageMaker's hosts find one another."""
import json
import os

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

hosts = json.loads(os.environ["SM_HOSTS"])
rank = hosts.index(os.environ["SM_CURRENT_HOST"])
os.environ["MASTER_ADDR"] = hosts[0]
os.environ["MASTER_PORT"] = "29551"
dist.init_process_group("gloo", rank=rank, world_size=len(hosts))
torch.manual_seed(0)
torch.set_num_threads(1)

net = nn.Linear(4, 1)
first = 1
place = "/opt/ml/checkpoints/checkpoint.pth"
if os.path.exists(place):
    state = torch.load(place)
    net.load_state_dict(state["model"])
    first = state["epoch"] + 1
    print(f"rank {rank} resumes at epoch {first}")
model = DistributedDataParallel(net)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)

generator = torch.Generator().manual_seed(10 + rank)
x = torch.randn((512, 4), generator=generator)
y = x @ torch.tensor([[1.0], [-2.0], [0.5], [3.0]])
for epoch in range(first, 7):
    for begin in list(range(0, 512, 32)) * 8:
        optimizer.zero_grad()
        loss = ((model(x[begin : begin + 32]) - y[begin : begin + 32]) ** 2).mean()
        loss.backward()
        optimizer.step()
    # Each rank saw its own rows, and all have the same weights.
    total = net.weight.detach().clone()
    dist.all_reduce(total)
    assert torch.allclose(total / len(hosts), net.weight, atol=1e-5)
    if rank == 0:
        torch.save({"epoch": epoch, "model": net.state_dict()}, place + ".partial")
        os.replace(place + ".partial", place)
        print(f"epoch: {epoch} - loss: {loss.item():.6f}")
    dist.barrier()
print(f"rank {rank} of {dist.get_world_size()} has weights {[round(each, 2) for each in net.weight[0].tolist()]}")
if rank == 0:
    torch.save(net.state_dict(), os.path.join(os.environ["SM_MODEL_DIR"], "model.pth"))
dist.destroy_process_group()
